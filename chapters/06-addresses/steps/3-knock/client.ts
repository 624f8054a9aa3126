// 只敲一扇门的客户端：试到哪个地址了，开没有开，里面的人怎样说。
// 运行：npx tsx chapters/06-addresses/steps/3-knock/client.ts [端口] [地址]
import { connect } from 'node:net';

const [port = '12000', host = '127.0.0.1'] = process.argv.slice(2);
const begin = performance.now();

function note(what: string): void {
  console.log(`${Math.round(performance.now() - begin)} 毫秒：${what}`);
}

const socket = connect(Number(port), host);
// 写的是名字，可以有好几个地址，一个一个地试
socket.on('connectionAttempt', (address) => note(`敲 ${address}`));
socket.on('connectionAttemptTimeout', (address) => {
  note(`${address} 没有回音，不等它失败`);
});
socket.on('error', (error: NodeJS.ErrnoException) => {
  note(error.code === 'ECONNREFUSED' ? '没有人监听，被拒绝了' : error.message);
});
socket.setEncoding('utf8').on('data', (text: string) => {
  note(`开了，${text.trim()}`);
});

// 练习 02-tcp/4 的一份答案。
//
// 先攒字节，最后解码一次：断在汉字中间也不要紧，字节数也数得准。
// 结局有两种，各有各的事件：'end' 是对方说完了，'error' 是没有说完。'close' 两种都有，不能用来判断。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const chunks: Buffer[] = [];

socket.on('data', (chunk) => chunks.push(chunk));

socket.on('end', () => {
  const whole = Buffer.concat(chunks);
  console.log(`收到 ${whole.length} 字节：${whole.toString('utf8')}`);
});

socket.on('error', (error) => {
  console.log('没有听完');
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});

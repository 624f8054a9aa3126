// 甲、乙两个服务端，外加一个陌生人：陌生人最先开口，乙答两次，甲过半秒才答。
// 运行：npx tsx chapters/01-udp/exercises/2-two-servers/servers.ts [甲的端口] [乙的端口]
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

const [firstPort = 12000, secondPort = 12001] = process.argv.slice(2, 4).map(Number);
const slowMs = 500;
const first = createSocket('udp4');
const second = createSocket('udp4');
const stranger = createSocket('udp4');

function answer(from: Socket, text: string, client: RemoteInfo): void {
  from.send(text, client.port, client.address, (error) => {
    if (error) console.error(`答不出去：${error.message}`);
  });
}

first.on('message', (question, client) => {
  setTimeout(() => answer(first, question.toString('utf8').toUpperCase(), client), slowMs);
});

second.on('message', (question, client) => {
  answer(stranger, '我是陌生人', client);
  answer(second, question.toString('utf8').toUpperCase(), client);
  answer(second, '我再答一次', client);
});

for (const [name, socket, port] of [['甲', first, firstPort], ['乙', second, secondPort]] as const) {
  socket.on('error', (error) => console.error(`${name}出错：${error.message}`));
  socket.bind(port, '127.0.0.1', () => console.log(`${name}：已绑定 127.0.0.1:${socket.address().port}`));
}

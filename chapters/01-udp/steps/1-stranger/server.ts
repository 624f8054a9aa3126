// 抢答的陌生人：服务端还没有回答，另一个套接字先回答了。用来看客户端信不信。
// 运行：npx tsx chapters/01-udp/steps/1-stranger/server.ts
import { createSocket } from 'node:dgram';

const serverPort = Number(process.argv[2] ?? 12000);
const server = createSocket('udp4');
const stranger = createSocket('udp4'); // 没有 bind：发送时得到另一个端口

server.on('message', (request, client) => {
  stranger.send('我是陌生人', client.port, client.address, () => {
    // 陌生人的报文已经交给内核，服务端的应答这才出发：先后是确定的
    server.send(request.toString().toUpperCase(), client.port, client.address);
  });
});

server.on('error', (error) => {
  console.error(`绑定不了（${error.message}）：先停掉占着端口的程序。`);
  stranger.close();
  process.exitCode = 1;
});

server.bind(serverPort, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${server.address().port}，陌生人在等着抢答`);
});

process.once('SIGINT', () => {
  server.close();
  stranger.close();
});

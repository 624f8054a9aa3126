// 笔记里的 UDP 服务端，一句对一句。它有几处毛病，
// 01 UDP 这一页先弄坏它，再修好它。
// 运行：npx tsx chapters/01-udp/steps/0-note/server.ts
import { createSocket } from 'node:dgram';

const serverPort = Number(process.argv[2] ?? 12000);
const serverSocket = createSocket('udp4');

// 绑定端口：从此发到这个端口的报文都归这个套接字。不写地址，就是本机的所有地址
serverSocket.bind(serverPort, () => {
  console.log(`服务端已就绪，端口 ${serverSocket.address().port}`);
});

// Python 写成 while 循环加 recvfrom；Node 登记一个回调，来一个报文叫它一次
serverSocket.on('message', (message, clientAddress) => {
  const modifiedMessage = message.toString().toUpperCase();
  serverSocket.send(modifiedMessage, clientAddress.port, clientAddress.address);
});

// 笔记里的 UDP 客户端，一句对一句。它有几处毛病，
// 01 UDP 这一页先弄坏它，再修好它。
// 运行：npx tsx chapters/01-udp/steps/0-note/client.ts
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const serverName = 'localhost';
const serverPort = Number(process.argv[2] ?? 12000);
const clientSocket = createSocket('udp4'); // 没有指定端口：发送时由系统分配

console.log('输入一行小写英文：');
const terminal = createInterface({ input: process.stdin });
terminal.once('line', (message) => {
  terminal.close();
  process.stdin.destroy();
  // 目的地址由程序写，源地址由系统写
  clientSocket.send(message, serverPort, serverName);
});

// Python 的 recvfrom 还会返回对方的地址；笔记拿到了它，却没有看一眼
clientSocket.on('message', (modifiedMessage) => {
  console.log(modifiedMessage.toString());
  clientSocket.close();
});

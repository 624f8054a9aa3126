// 教科书写法的 TCP 客户端，一句对一句。它有几处毛病，这一章先弄坏它，再修好它。
// 运行：npx tsx chapters/02-tcp/steps/0-note/client.ts
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const serverPort = Number(process.argv[2] ?? 12000);
const clientSocket = connect(serverPort, '127.0.0.1'); // 自己的端口由系统分配

console.log('输入一行小写英文：');
const terminal = createInterface({ input: process.stdin });
terminal.once('line', (sentence) => {
  terminal.close();
  process.stdin.destroy();
  clientSocket.write(sentence); // 不写目的地址：连接的两端早已定好
});

// 只读第一块，就当作全部
clientSocket.once('data', (modifiedSentence) => {
  console.log(`来自服务端：${modifiedSentence.toString()}`);
  clientSocket.end();
});

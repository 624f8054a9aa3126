// 练习 03-framing/5：邮包
// 运行：npx tsx answers/03-framing/5-length-prefix.ts 端口
// 检查：npm run learn check 03-framing/5
//
// 现在的程序以为一块就是一个邮包，也不看重量报得对不对。

import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const headerBytes = 4;

/** 捆一个邮包：四个字节的重量，加上东西。 */
function pack(content: Uint8Array): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(content.length);
  return Buffer.concat([header, content]);
}

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    // 还没有做：一块里可能不到一个邮包，也可能有好几个。
    // 还没有做：报的重量超过 1000，应答 too heavy。
    const content = chunk.subarray(headerBytes);
    connection.write(pack(Buffer.concat([content, content])));
  });
  // 还没有做：FIN 来的时候手里还有没收齐的，应答 cut short。
  connection.on('end', () => connection.end());
}

const server = createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));

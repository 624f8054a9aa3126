// 应得的诊断：not-text
// 看出来的检查：bytes
// 想错的地方：东西经过了字符串，不是 UTF-8 的字节就变了样。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const headerBytes = 4;
const maxBytes = 1000;

/** 捆一个邮包：四个字节的重量，加上东西。 */
function pack(content: Uint8Array): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(content.length);
  return Buffer.concat([header, content]);
}

function serve(connection: Socket): void {
  let held = Buffer.alloc(0);
  let dismissed = false;
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    if (dismissed) return;
    held = Buffer.concat([held, chunk]);
    while (held.length >= headerBytes) {
      const length = held.readUInt32BE();
      if (length > maxBytes) {
        dismissed = true;
        connection.end(pack(Buffer.from('too heavy')));
        return;
      }
      if (held.length < headerBytes + length) break;
      const content = Buffer.from(held.subarray(headerBytes, headerBytes + length).toString());
      connection.write(pack(Buffer.concat([content, content])));
      held = held.subarray(headerBytes + length);
    }
  });
  connection.on('end', () => {
    if (dismissed) return;
    if (held.length > 0) connection.write(pack(Buffer.from('cut short')));
    connection.end();
  });
}

const server = createServer({ allowHalfOpen: true }, serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));

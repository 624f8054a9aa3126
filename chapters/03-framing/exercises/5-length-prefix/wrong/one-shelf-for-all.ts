// 应得的诊断：mixed
// 看出来的检查：two-at-once
// 想错的地方：没收齐的放在一个共用的架子上。
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

let held: Buffer = Buffer.alloc(0);

function serve(connection: Socket): void {
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
      const content = held.subarray(headerBytes, headerBytes + length);
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

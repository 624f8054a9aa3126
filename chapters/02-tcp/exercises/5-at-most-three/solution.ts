// 练习 02-tcp/5 的一份答案。
//
// 数的是坐着的人，不是来过的连接：加一和减一都写在 seat 里，一加配一减，被请回去的碰不到它。
// 减一放在 'close'：FIN 和 RST 都到那里，而且只到一次。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const maxSeated = 3;
let seated = 0;

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  if (seated < maxSeated) seat(connection);
  else refuse(connection);
}

function seat(connection: Socket): void {
  seated += 1;
  console.log(`在座 ${seated}`);
  connection.once('close', () => {
    seated -= 1;
    console.log(`在座 ${seated}`);
  });
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
}

function refuse(connection: Socket): void {
  connection.end('人满了\n');
  // 它说的话不看，但要读走：留着不读就关，内核会改发 RST，这一行可能被冲掉。
  connection.resume();
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));

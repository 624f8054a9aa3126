// 应得的诊断：hurts-others
// 看出来的检查：fourth
// 想错的地方：给新来的腾椅子，请坐得最久的人走。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const maxSeated = 3;
let seated = 0;
const everyone: Socket[] = [];

function serve(connection: Socket): void {
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  if (seated < maxSeated) seat(connection);
  else refuse(connection);
}

function seat(connection: Socket): void {
  seated += 1;
  everyone.push(connection);
  console.log(`在座 ${seated}`);
  connection.once('close', () => {
    seated -= 1;
    console.log(`在座 ${seated}`);
  });
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
}

function refuse(connection: Socket): void {
  connection.end('人满了\n');
  everyone.shift()?.destroy();
  // 它说的话不看，但要读走：留着不读就关，内核会改发 RST，这一行可能被冲掉。
  connection.resume();
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));

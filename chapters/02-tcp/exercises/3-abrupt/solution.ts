// 练习 02-tcp/3 的一份答案。
//
// 'error' 的监听者在接受连接的回调里当场登记，RST 来得再早也有人听。它什么也不用做：
// 出错的套接字 Node 自己会关上，随后是 'close'。FIN 也到 'close'，所以「走了」只在那里打印。
// 不用 uncaughtException 一把接住：它不知道断的是谁，程序里真正的错误也会被它藏起来。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
let arrived = 0;

function serve(connection: Socket): void {
  arrived += 1;
  const number = arrived;
  console.log(`来了 ${number}`);
  connection.on('error', (error) => console.error(`第 ${number} 个断开了：${error.message}`));
  connection.once('close', () => console.log(`走了 ${number}`));
  connection.on('data', (chunk) => connection.write(chunk.toString('utf8').toUpperCase()));
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));

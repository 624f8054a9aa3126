// 练习 03-framing/1 的一份答案。
//
// 留住最后一个 +++ 后面的东西，和新来的一块接起来再找：三个加号断在两块里，也找得到。
// rest 写在 serve 里面，每个连接各有一份，几个人的电报不会接到一起。
import { createServer, type Socket } from 'node:net';

const port = Number(process.argv[2] ?? 12000);

function serve(connection: Socket): void {
  let rest = '';
  connection.on('error', (error) => console.error(`有一个连接断了：${error.message}`));
  connection.on('data', (chunk) => {
    const telegrams = (rest + chunk.toString()).split('+++');
    rest = telegrams.pop() ?? '';
    for (const telegram of telegrams) connection.write(`${telegram.split(' ').length}\n`);
  });
}

const server = createServer(serve);
server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => console.log(`正在监听 127.0.0.1:${port}`));

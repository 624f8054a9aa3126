// 应得的诊断：lets-strangers-in
// 看出来的检查：strangers
// 想错的地方：一个字符串里有另一个，就当作同一个地址。
import { createServer } from 'node:net';

const [portText = '12000', ...list] = process.argv.slice(2);

const server = createServer((connection) => {
  connection.on('error', () => {});
  const from = connection.remoteAddress ?? '';
  const guest = from.replace('::ffff:', '');
  const welcome = list.some((address) => from.includes(address) || address.includes(guest));
  connection.end(welcome ? `请进，${guest}\n` : `名单上没有 ${guest}\n`);
  connection.resume();
});

server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(Number(portText), () => console.log(`正在监听端口 ${portText}`));

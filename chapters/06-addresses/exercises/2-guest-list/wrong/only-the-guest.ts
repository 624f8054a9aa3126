// 应得的诊断：list-as-written
// 看出来的检查：four
// 想错的地方：只统一了客人的写法，名单上的照原样比。
import { createServer } from 'node:net';

const [portText = '12000', ...list] = process.argv.slice(2);

// 走 IPv4 的客人写成 `::ffff:` 开头的，名单上没有人这样写。
const server = createServer((connection) => {
  connection.on('error', () => {});
  const guest = connection.remoteAddress?.replace('::ffff:', '') ?? '';
  connection.end(list.includes(guest) ? `请进，${guest}\n` : `名单上没有 ${guest}\n`);
  connection.resume();
});

server.on('error', (error) => {
  console.error(`监听不了：${error.message}`);
  process.exitCode = 1;
});
server.listen(Number(portText), () => console.log(`正在监听端口 ${portText}`));

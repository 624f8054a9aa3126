// 应得的诊断：cut-character
// 看出来的检查：zhong
// 想错的地方：每来一块单独解码，断开的字成了 U+FFFD。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');

socket.on('data', (chunk) => {
  for (const character of chunk.toString('utf8')) console.log(`字：${character}`);
});

socket.on('end', () => {
  process.exitCode = 0;
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});

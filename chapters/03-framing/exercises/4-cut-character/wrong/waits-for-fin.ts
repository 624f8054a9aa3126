// 应得的诊断：waits-too-long
// 看出来的检查：zhong
// 想错的地方：攒到 FIN 再一起解码，字倒是不坏，观众却什么也看不到。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const chunks: Buffer[] = [];

socket.on('data', (chunk) => {
  chunks.push(chunk);
});

socket.on('end', () => {
  const whole = Buffer.concat(chunks);
  for (const character of whole.toString('utf8')) console.log(`字：${character}`);
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});

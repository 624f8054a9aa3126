// 应得的诊断：waits-too-long
// 看出来的检查：every-byte
// 想错的地方：以为一个字总是三个字节，凑够三个才解码。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let held = Buffer.alloc(0);

socket.on('data', (chunk) => {
  held = Buffer.concat([held, chunk]);
  for (; held.length >= 3; held = held.subarray(3)) console.log(`字：${held.subarray(0, 3).toString('utf8')}`);
});

socket.on('end', () => {
  if (held.length === 0) return;
  console.log('断在半个字');
  process.exitCode = 1;
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});

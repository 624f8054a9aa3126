// 应得的诊断：half-emoji
// 看出来的检查：every-byte
// 想错的地方：用 `split` 一个一个地取，一个表情成了两半。
import { connect } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const decoder = new StringDecoder('utf8');

socket.on('data', (chunk) => {
  for (const character of decoder.write(chunk).split('')) console.log(`字：${character}`);
});

socket.on('end', () => {
  if (decoder.end() === '') return;
  console.log('断在半个字');
  process.exitCode = 1;
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});

// 练习 03-framing/4 的一份答案。
//
// StringDecoder 把齐了的字交出来，半个字留到下一块；end 把剩下的半个字当作 U+FFFD 交出来，
// 有东西交出来，就是断在半个字。不能在文字里找 U+FFFD：它自己也是一个字符，速记员可以打它。
import { connect } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const decoder = new StringDecoder('utf8');

socket.on('data', (chunk) => {
  for (const character of decoder.write(chunk)) console.log(`字：${character}`);
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

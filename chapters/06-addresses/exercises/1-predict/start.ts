// 练习 06-addresses/1：猜一猜谁和谁撞
// 运行：npx tsx answers/06-addresses/1-predict.ts 127.0.0.1+0.0.0.0 127.0.0.1+::1
// 检查：npm run learn check 06-addresses/1
//
// 现在的程序只认得一模一样的两个地址；不一样的，它都说行。

for (const pair of process.argv.slice(2)) {
  const [first, second] = pair.split('+');
  // 还没有做：有的地址不止收寄往自己的。
  const taken = first === second;
  console.log(`${pair} ${taken ? '占' : '行'}`);
}

// 从这里写起。
console.log('还没有数');

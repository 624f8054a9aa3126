/** 语言里没有、浏览器和 Node 却都有的：内核只用这一样。 */
declare class URL {
  static canParse(url: string): boolean;
  constructor(url: string);
  readonly hostname: string;
}

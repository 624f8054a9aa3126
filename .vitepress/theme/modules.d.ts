declare module 'virtual:hover-table' {
  /** 代号 → 签名。 */
  const signatures: Record<string, string>;
  export default signatures;
}

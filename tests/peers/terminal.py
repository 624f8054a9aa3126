"""在一个真正的终端（pty）里运行一条命令，Linux 与 macOS。

用法：python3 terminal.py 命令 [参数……]
标准输入的字节当作键盘敲进去（Ctrl-C 是 0x03，Ctrl-D 是 0x04），
终端上出现的字写到标准输出，退出码照抄。
"""
import os
import pty
import sys

sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))

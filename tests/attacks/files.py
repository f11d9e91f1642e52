"""Files of the server and of its users: read them, change them."""

from tests.attacks.attack import Attack, table

READING = table(
    read_the_secret="got(open(secret).read())",
    read_the_secret_through_the_C_library="""
fd = libc.open(secret.encode(), os.O_RDONLY)
got(os.read(fd, 100))
""",
    list_the_data_folder="os.listdir(data) and won()",
    read_the_database="""
import sqlite3
got(str(sqlite3.connect(f"file:{database}?mode=ro", uri=True).execute("SELECT * FROM keys").fetchall()))
""",
    read_the_password_file="'root:' in open('/etc/passwd').read() and won()",
    read_the_project="open(project + '/manage.py').read() and won()",
    read_a_home="got(open(home + '/notes.txt').read())",
    read_a_home_from_its_folder="got(os.read(os.open('notes.txt', 0, dir_fd=os.open(home, os.O_PATH)), 100))",
    read_by_a_path_upwards="got(open('../' * 30 + secret).read())",
    read_from_the_root_folder="got(os.read(os.open(secret[1:], os.O_RDONLY, dir_fd=os.open('/', os.O_PATH)), 100))",
    read_after_a_change_of_folder="os.chdir(data)\ngot(open('secret-key').read())",
    read_through_the_own_root="got(open('/proc/self/root' + secret).read())",
    read_through_the_root_of_another="got(open(f'/proc/{pid}/root{secret}').read())",
    read_through_a_symbolic_link="os.symlink(secret, 'a-link')\ngot(open('a-link').read())",
    read_through_a_hard_link="os.link(secret, 'a-hard-link')\ngot(open('a-hard-link').read())",
    read_inherited_descriptors="""
for fd in range(1024):
    try:
        got(os.pread(fd, 100, 0))
    except OSError:
        pass
""",
    read_through_the_folder_of_descriptors="""
for fd in os.listdir("/proc/self/fd"):
    try:
        got(open(f"/dev/fd/{fd}").read(100))
    except (OSError, ValueError):
        pass
""",
    read_the_list_of_mounts="open('/proc/self/mountinfo').read() and won()",
    watch_a_folder="raw('inotify_add_watch', raw('inotify_init1', 0), data.encode(), 0x100)\nwon()",
    make_a_handle_of_a_file="""
handle = ctypes.create_string_buffer(struct.pack("I", 128), 256)
raw("name_to_handle_at", -100, secret.encode(), handle, ctypes.byref(ctypes.c_int()), 0)
won()
""",
)
CHANGING = table(
    write_over_the_secret="open(secret, 'w').write('mine')",
    cut_a_file="os.truncate(home + '/notes.txt', 0)",
    change_a_mode="os.chmod(home + '/notes.txt', 0o777)",
    change_a_mode_through_a_descriptor="os.fchmod(os.open(home + '/notes.txt', os.O_RDONLY), 0o777)",
    change_a_group="os.chown(home + '/notes.txt', -1, os.getgid())\nwon()",
    change_a_time="os.utime(home + '/notes.txt', (1, 1))",
    change_a_time_of_a_package="import bystander_package\nos.utime(bystander_package.__file__, (1, 1))",
    change_a_mode_in_a_package="import bystander_package\nos.chmod(os.path.dirname(bystander_package.__file__), 0o777)",
    remove_a_file="os.unlink(home + '/notes.txt')",
    move_a_file_over_another="open('mine', 'w').close()\nos.rename('mine', home + '/notes.txt')",
    move_a_folder_away="os.rename(home, home + '-of-mine')",
    leave_a_file="open(inbox + '/mine', 'w').write('mine')",
    leave_a_folder="os.mkdir(inbox + '/mine')",
    leave_a_file_without_a_name="os.open(inbox, os.O_TMPFILE | os.O_RDWR)\nwon()",
    leave_an_attribute="os.setxattr(home + '/notes.txt', 'user.mine', b'mine')\nwon()",
    write_to_a_package="import bystander_package\nopen(bystander_package.__file__, 'a').write('1')",
    map_a_package_for_writing="""
import bystander_package
fd = os.open(bystander_package.__file__, os.O_RDWR)
mmap.mmap(fd, 10)[:1] = b"#"
""",
    keep_others_from_a_file="""
import bystander_package
fcntl.fcntl(os.open(bystander_package.__file__, os.O_RDONLY), 1024, fcntl.F_RDLCK)
won()
""",
    lock_a_file_of_the_server="fcntl.flock(open(secret), fcntl.LOCK_EX | fcntl.LOCK_NB)\nwon()",
    watch_a_package_folder="""
import bystander_package
fcntl.fcntl(os.open(os.path.dirname(bystander_package.__file__), os.O_RDONLY), 1026, 0xF)
won()
""",
)
ATTACKS = [
    *READING,
    *CHANGING,
    Attack("make a device", "os.mknod('disk', 0o60666, os.makedev(254, 0))\nwon()", companion="needs root's rights"),
]

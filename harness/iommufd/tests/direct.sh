#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The target on the machine that it runs on: which is a User-Mode Linux here, with this program on the file system of the
# host. What may be taken is taken and given back, even by one that was killed; what may not be taken is left alone.
. "${top_srcdir:?run it by make check}/build-aux/tap.sh"
cmd=$top_builddir/iommu-conform

if ! folder=$("$top_srcdir/harness/build/kernel-build" --path debian:7.2 dma-user 2> /dev/null); then
	skip "devices that may be taken" "no kernel: harness/build/kernel-build debian:7.2 dma-user"
	finish
elif grep -q __asan_init "$cmd"; then
	skip "devices that may be taken" "a program with sanitizers does not run in User-Mode Linux"
	finish
elif grep -q __gcov_exit "$cmd"; then
	skip "devices that may be taken" "a program that counts its lines cannot write there what it counted"
	finish
fi

cat > "$scratch/inside" <<EOF
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
exec > /dev/ttyS0 2>&1
cd /
run() { echo "== \$*"; "$cmd" run --target iommufd "\$@" 2>&1 | tail -n 3; }
driver() { echo "\$1 is with \$(basename "\$(readlink "/sys/bus/platform/devices/\$1/driver")")"; }
override() { echo "\$1 prefers \$(cat "/sys/bus/platform/devices/\$1/driver_override")"; }
drivers=/sys/bus/platform/drivers
run --mock --rule IOAS-006
run --rule IOAS-002
run --device e1000000.v0 --rule IOAS-002
run --bind e1000000.v0 --rule IOAS-004 --jobs 2
driver e1000000.v0
override e1000000.v0
echo conform-master > /sys/bus/platform/devices/e1000000.v0/driver_override
echo e1000000.v0 > \$drivers/conform-master/unbind
run --bind e1000000.v0 --rule IOAS-002
driver e1000000.v0
override e1000000.v0
run --bind e1002000.v2 --rule IOAS-002
driver e1002000.v2
virtio=\$(readlink -f /sys/bus/platform/devices/e1001000.v1)
group=\$(readlink -f "\$virtio/iommu_group")
with=\$(readlink -f "\$virtio/driver")
mount -t ramfs none "\$virtio"
mkdir "\$virtio/virtio0"
ln -s "\$group" "\$virtio/iommu_group"
ln -s "\$with" "\$virtio/driver"
run --bind e1001000.v1 --rule IOAS-003
rmdir "\$virtio/virtio0"
ln -s nowhere "\$virtio/virtfn0"
run --bind e1001000.v1 --rule IOAS-005
umount "\$virtio"
driver e1001000.v1
# A run takes its device once to describe it, and gives it back, before the cases begin.
take() {
	rm -f /dev/records
	"$cmd" run --target iommufd --bind e1001000.v1 --rule IOAS --repeat 99 --records /dev/records > /dev/null 2>&1 &
	until grep -q '"kind":"case"' /dev/records 2> /dev/null; do sleep 0.1; done
}
take
echo "taken: \$(driver e1001000.v1)"
kill -9 \$!
until driver e1001000.v1 | grep -q conform-master; do sleep 0.1; done
echo "killed: \$(driver e1001000.v1)"
take
mount -t ramfs none "\$virtio"
ln -s \$drivers/virtio-mmio "\$virtio/driver"
kill -9 \$!
while cat /proc/[0-9]*/comm 2> /dev/null | grep -q iommu-conform; do sleep 0.1; done
umount "\$virtio"
echo "plugged: \$(driver e1001000.v1)"
echo END
sleep 0.2
EOF

# Its end is that of its first process, a panic. Where the terminal's input ends nothing is heard from it any more.
mkfifo "$scratch/input"
exec 3<> "$scratch/input"
timeout 120 "$folder/linux" mem=256M emu_ram=1M root=/dev/root rootfstype=hostfs rootflags=/ ro init=/bin/sh \
	dtb="$folder/arm-smmu.dtb" fw_devlink=off con=null con0=null,fd:2 ssl=null ssl0=fd:0,fd:1 loglevel=3 panic=-1 \
	conform_api=iommufd vfio_platform.reset_required=0 iommufd.allow_unsafe_interrupts=1 uml_dir=/dev/null/ \
	-- "$scratch/inside" < "$scratch/input" 2> /dev/null > "$scratch/said" 3>&- &
vm=$!
for _ in $(seq 1100); do
	grep -q '^END' "$scratch/said" && break
	sleep 0.1
done
kill $vm 2> /dev/null

# behind PATTERN TEXT: in what was said, TEXT comes within four lines behind PATTERN
behind() { grep -A 4 -e "$1" "$scratch/said" | grep -q -e "$2" || { cat "$scratch/said"; return 1; }; }

ok "the mock driver" behind "== --mock" "iommufd:iommufd-mock: .* PASS"
ok "VFIO has nothing: what to do" behind "== --rule" "VFIO has no device: name one with --device"
ok "a device with another driver is not taken" behind "== --device" "let that be done with --bind e1000000.v0"
ok "one that may be taken is" behind "== --bind e1000000.v0" "iommufd:arm-smmu: .* PASS"
ok "and is given back" behind "== --bind e1000000.v0" "e1000000.v0 is with conform-master"
ok "nor is it one that others prefer" behind "is with conform-master" "e1000000.v0 prefers (null)"
ok "one without a driver has none afterwards" behind "== --bind e1000000.v0 --rule IOAS-002" "e1000000.v0 is with [[:cntrl:]]*\$"
ok "and prefers what it preferred" behind "== --bind e1000000.v0 --rule IOAS-002" "e1000000.v0 prefers conform-master"
ok "one whose group has another in use is not" behind "== --bind e1002000.v2" "e1003000.v3 of the same group is in use"
ok "nothing was done to it" behind "== --bind e1002000.v2" "e1002000.v2 is with conform-master"
ok "one that another device stands on is not" behind "== --bind e1001000.v1" "conform-master has its 'virtio0'; nothing is done"
ok "nor one whose virtual functions somebody may have" behind "--rule IOAS-005" "has its 'virtfn0'; nothing is done"
ok "nothing was done to that one" behind "--rule IOAS-005" "e1001000.v1 is with conform-master"
ok "a run has its device" behind taken: "e1001000.v1 is with vfio-platform"
ok "one that was killed gives it back" behind killed: "e1001000.v1 is with conform-master"
ok "what somebody else has since is left alone" behind plugged: "e1001000.v1 is with vfio-platform"
finish

# cloud-init asks Azure and nobody else, and leaves the network alone.
fix_datasource() {
  if [ ! -d "$root/etc/cloud" ]; then
    could_not 'cloud-init: it is not installed'
    return 1
  fi
  cat >"$scratch/datasource" <<'TEXT'
datasource_list: [ Azure ]
datasource:
  Azure:
    apply_network_config: False
TEXT
  put /etc/cloud/cloud.cfg.d/91-azure_datasource.cfg "$scratch/datasource"
  for file in \
    /etc/cloud/cloud.cfg.d/99-installer.cfg \
    /etc/cloud/cloud.cfg.d/90-installer-network.cfg \
    /etc/cloud/cloud.cfg.d/50-curtin-networking.cfg \
    /etc/cloud/cloud.cfg.d/curtin-preserve-sources.cfg \
    /etc/cloud/cloud.cfg.d/subiquity-disable-cloudinit-networking.cfg \
    /etc/cloud/ds-identify.cfg; do
    if [ -e "$root$file" ]; then put_away "$file"; fi
  done
}

# The agent runs, but sets nothing up: the system is set up already.
fix_agent() {
  if [ ! -f "$root/etc/waagent.conf" ]; then
    could_not 'the Azure Linux Agent: it is not installed; install walinuxagent or WALinuxAgent while the network is there'
    return 1
  fi
  start_with_system 'walinuxagent waagent'
  set_line /etc/waagent.conf Provisioning.Agent disabled =
}

# With cloud-init it is cloud-init that formats the temporary disk.
fix_resource_disk() {
  set_line /etc/waagent.conf ResourceDisk.Format n = &&
    set_line /etc/waagent.conf ResourceDisk.EnableSwap n =
}

fix_ssh() {
  if [ ! -f "$root/etc/ssh/sshd_config" ]; then
    could_not 'the SSH server: it is not installed; install openssh-server while the network is there'
    return 1
  fi
  start_with_system 'ssh sshd'
  set_line /etc/ssh/sshd_config ClientAliveInterval 180 ' '
}

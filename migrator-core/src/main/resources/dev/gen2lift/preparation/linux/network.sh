# Addresses by DHCP: in Azure the address belongs to the network interface outside of the machine.
fix_dhcp() {
  network_places=0
  dhcp_netplan
  dhcp_ifcfg
  dhcp_network_manager
  dhcp_interfaces
  dhcp_networkd
  if [ "$network_places" = 0 ]; then
    could_not 'the network: no configuration of netplan, ifcfg, NetworkManager, ifupdown or systemd-networkd is there'
  fi
}

# Netplan joins its files: one is written, the others are put away.
dhcp_netplan() {
  set -- "$root"/etc/netplan/*.yaml
  if ! is_file "$1"; then return 0; fi
  network_places=1
  cat >"$scratch/netplan" <<'TEXT'
network:
  version: 2
  ethernets:
    eth0:
      match:
        driver: hv_netvsc
        name: eth0
      dhcp4: true
TEXT
  put /etc/netplan/90-gen2lift-azure.yaml "$scratch/netplan" 600
  for file in "$@"; do
    case ${file##*/} in
      90-gen2lift-azure.yaml) ;;
      *) put_away "${file#"$root"}" ;;
    esac
  done
}

dhcp_ifcfg() {
  for file in "$root"/etc/sysconfig/network-scripts/ifcfg-* "$root"/etc/sysconfig/network/ifcfg-*; do
    if ! is_file "$file"; then continue; fi
    case ${file##*/} in
      ifcfg-lo | *.bak | *.orig | *.old | *.rpmsave | *.rpmnew | *~) continue ;;
    esac
    network_places=1
    if grep -Eiq '^[[:space:]]*(TYPE=.?(Bond|Bridge|Vlan|Team)|MASTER=|SLAVE=.?yes|BRIDGE=|VLAN=.?yes|BONDING_MASTER=.?yes|TEAM_MASTER=)' "$file"; then
      could_not "${file#"$root"}: part of a bond, team, bridge or VLAN, which Azure has no use for; take it apart by hand"
      continue
    fi
    case $file in
      */network-scripts/*) start='ONBOOT=yes' ;;
      *) start="STARTMODE='auto'" ;;
    esac
    rewrite "${file#"$root"}" ifcfg_dhcp
  done
}

ifcfg_dhcp() {
  awk -v start="$start" '
    BEGIN { startKey = start; sub(/=.*/, "", startKey) }
    {
      key = $0
      sub(/^[ \t]+/, "", key)
      sub(/=.*/, "", key)
    }
    key ~ /^(IPADDR|PREFIX|NETMASK|GATEWAY|DNS|DOMAIN)[0-9]*$/ { next }
    key ~ /^(HWADDR|MACADDR|LLADDR|NETWORK|BROADCAST)$/ { next }
    key ~ /^(IPADDR|NETMASK|PREFIXLEN|LABEL)_/ { next }
    key == "BOOTPROTO" { if (!proto++) print (startKey == "ONBOOT" ? "BOOTPROTO=dhcp" : "BOOTPROTO='\''dhcp'\''"); next }
    key == startKey { if (!started++) print start; next }
    { print }
    END {
      if (!proto) print (startKey == "ONBOOT" ? "BOOTPROTO=dhcp" : "BOOTPROTO='\''dhcp'\''")
      if (!started) print start
    }'
}

dhcp_network_manager() {
  for file in "$root"/etc/NetworkManager/system-connections/*; do
    if is_file "$file" && grep -Eq '^type=(ethernet|802-3-ethernet)[[:space:]]*$' "$file"; then
      network_places=1
      rewrite "${file#"$root"}" connection_dhcp
    fi
  done
}

connection_dhcp() {
  awk '
    /^\[/ {
      if (section == "[ipv4]" && !method) print "method=auto"
      section = $0
      sub(/[ \t]+$/, "", section)
      if (section == "[ipv4]") four = 1
      print
      next
    }
    {
      key = $0
      sub(/[ \t]*=.*/, "", key)
    }
    section == "[ipv4]" && key == "method" { print "method=auto"; method = 1; next }
    section == "[ipv4]" && key ~ /^(address|addresses|route|routes)[0-9]*$/ { next }
    section == "[ipv4]" && key ~ /^(gateway|dns|dns-search)$/ { next }
    (section == "[ethernet]" || section == "[802-3-ethernet]") && key ~ /^(mac-address|cloned-mac-address)$/ { next }
    { print }
    END {
      if (section == "[ipv4]" && !method) print "method=auto"
      if (!four) print "\n[ipv4]\nmethod=auto"
    }'
}

dhcp_interfaces() {
  for file in "$root"/etc/network/interfaces "$root"/etc/network/interfaces.d/*; do
    if is_file "$file" && grep -Eq '^[[:space:]]*iface[[:space:]]' "$file"; then
      if ! awk '$1 == "iface" && $2 != "lo" { found = 1 } END { exit !found }' "$file"; then continue; fi
      network_places=1
      if grep -Eq '^[[:space:]]*(bond|bridge|vlan)[-_]' "$file"; then
        could_not "${file#"$root"}: has a bond, bridge or VLAN, which Azure has no use for; take it apart by hand"
        continue
      fi
      rewrite "${file#"$root"}" interfaces_dhcp
    fi
  done
}

interfaces_dhcp() {
  awk '
    $1 ~ /^(iface|auto|allow-.*|mapping|source|source-directory|no-auto-down|no-scripts|rename|template)$/ { static = 0 }
    $1 == "iface" && $3 == "inet" && $4 == "static" && $2 != "lo" {
      sub(/static/, "dhcp")
      static = 1
      print
      next
    }
    $1 == "iface" && $3 == "inet" && $4 == "dhcp" { static = 1 }
    static && $1 ~ /^(address|netmask|gateway|network|broadcast|hwaddress|dns-nameservers|dns-search|dns-domain|metric|pointopoint)$/ { next }
    { print }'
}

dhcp_networkd() {
  for file in "$root"/etc/systemd/network/*.network; do
    if is_file "$file"; then
      if grep -Eq '^(Bond|Bridge|VLAN)=' "$file"; then
        could_not "${file#"$root"}: part of a bond, bridge or VLAN, which Azure has no use for; take it apart by hand"
        continue
      fi
      network_places=1
      rewrite "${file#"$root"}" networkd_dhcp
    fi
  done
  for file in "$root"/etc/systemd/network/*.link; do
    if is_file "$file" && grep -Eiq '^(Permanent)?MACAddress=' "$file"; then put_away "${file#"$root"}"; fi
  done
}

# [Match] by a MAC address becomes one by the driver; addresses, gateways and name servers go.
networkd_dhcp() {
  awk '
    function leave() {
      if (section == "[Match]" && mac && !named) print "Driver=hv_netvsc"
      if (section == "[Network]" && !dhcp) { print "DHCP=yes"; dhcp = 1 }
    }
    /^\[/ {
      leave()
      section = $0
      sub(/[ \t]+$/, "", section)
      if (section == "[Network]") network = 1
      drop = section == "[Address]" || section == "[Route]"
      if (!drop) print
      next
    }
    drop { next }
    {
      key = $0
      sub(/[ \t]*=.*/, "", key)
    }
    section == "[Match]" && key ~ /^(Permanent)?MACAddress$/ { mac = 1; next }
    section == "[Match]" && key ~ /^(Name|Driver|Type)$/ { named = 1 }
    section == "[Link]" && key == "MACAddress" { next }
    section == "[Network]" && key ~ /^(Address|Gateway|DNS|Domains)$/ { next }
    section == "[Network]" && key == "DHCP" { if (!dhcp) print "DHCP=yes"; dhcp = 1; next }
    { print }
    END {
      leave()
      if (!network) print "\n[Network]\nDHCP=yes"
    }'
}

# Rules that bind names to the old addresses of network adapters, and what writes them anew.
fix_persistent_names() {
  put_away /etc/udev/rules.d/70-persistent-net.rules
  if [ -f "$root/lib/udev/rules.d/75-persistent-net-generator.rules" ] ||
    [ -f "$root/usr/lib/udev/rules.d/75-persistent-net-generator.rules" ] ||
    [ -f "$root/etc/udev/rules.d/75-persistent-net-generator.rules" ]; then
    : >"$scratch/empty"
    put /etc/udev/rules.d/75-persistent-net-generator.rules "$scratch/empty"
  fi
}

# Accelerated networking gives a machine each adapter twice; only the synthetic one has an address.
fix_virtual_functions() {
  cat >"$scratch/rules" <<'TEXT'
# The virtual function of accelerated networking is bonded to the synthetic adapter by its driver.
SUBSYSTEM=="net", DRIVERS=="hv_pci", ACTION!="remove", ENV{NM_UNMANAGED}="1"
TEXT
  put /etc/udev/rules.d/68-azure-sriov-nm-unmanaged.rules "$scratch/rules"
}

fix_network_manager() {
  start_with_system NetworkManager
}

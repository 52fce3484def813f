# Services that Azure wants to start with Windows.
function Repair-AutomaticServices {
    foreach ($name in 'BFE', 'Dhcp', 'Dnscache', 'IKEEXT', 'iphlpsvc', 'nsi', 'mpssvc', 'RemoteRegistry', 'W32Time') {
        Set-ServiceStart $name 2
    }
}

# Services that must not be disabled; a member of a domain starts Netlogon by itself.
function Repair-ManualServices {
    foreach ($name in 'Netlogon', 'Netman', 'TermService', 'WerSvc') {
        $start = Get-RegistryValue "$script:Services\$name" 'Start'
        if ($null -ne $start -and $start.Value -ne 4) {
            Write-Right ('the service {0} is not disabled' -f $name)
            continue
        }
        $domain = Get-RegistryValue "$script:Services\Tcpip\Parameters" 'Domain'
        $joined = $name -eq 'Netlogon' -and $null -ne $domain -and $domain.Value -ne ''
        Set-ServiceStart $name $(if ($joined) { 2 } else { 3 })
    }
}

# Drivers of Hyper-V that the system disk needs, where their files are there.
function Repair-HyperVDrivers {
    foreach ($name in 'vmbus', 'storvsc', 'storflt') {
        if (Test-Path -LiteralPath "$env:SystemRoot\System32\drivers\$name.sys") {
            Set-BootStart $name
        } elseif ($name -ne 'storflt') {
            Write-Failed ('the driver {0}: its file is not there; install the integration services' -f $name)
        }
    }
    $network = Get-RegistryValue "$script:Services\netvsc" 'Start'
    if ($null -ne $network -and $network.Value -eq 4) { Set-ServiceStart 'netvsc' 3 }
    foreach ($name in 'intelide', 'atapi') {
        $start = Get-RegistryValue "$script:Services\$name" 'Start'
        if ($null -ne $start -and $start.Value -eq 4) { Set-ServiceStart $name 0 }
    }
}

function Repair-NvmeDriver {
    if (-not (Test-Path -LiteralPath "$env:SystemRoot\System32\drivers\stornvme.sys")) {
        Write-Failed 'the driver stornvme: its file is not there'
        return
    }
    Set-BootStart 'stornvme'
    Set-RegistryValue "$script:Services\stornvme\Parameters" 'IoTimeoutValue' 'DWord' 240
}

# Windows writes an override where it found no such device; it goes before Start.
function Set-BootStart([string] $Name) {
    Set-ServiceStart $Name 0
    if ($null -ne (Get-RegistryValue "$script:Services\$Name\StartOverride" '0')) {
        Set-RegistryValue "$script:Services\$Name\StartOverride" '0' 'DWord' 0
    }
}

# The disc that Azure gives a new machine its settings with.
function Repair-CdRom {
    Set-ServiceStart 'cdrom' 1
}

$script:Tcpip = "$script:Services\Tcpip\Parameters"

# Addresses by DHCP from the next start on: in Azure the address belongs to the network interface outside of the machine.
function Repair-StaticAddresses {
    $found = $false
    foreach ($interface in Get-SubKeyNames "$script:Tcpip\Interfaces") {
        $path = "$script:Tcpip\Interfaces\$interface"
        $enabled = Get-RegistryValue $path 'EnableDHCP'
        if ($null -eq $enabled -or $enabled.Value -ne 0) { continue }
        $found = $true
        Set-RegistryValue $path 'EnableDHCP' 'DWord' 1
        foreach ($name in 'IPAddress', 'SubnetMask', 'DefaultGateway', 'DefaultGatewayMetric') {
            if ($null -ne (Get-RegistryValue $path $name)) { Remove-RegistryValue $path $name }
        }
        if ($null -ne (Get-RegistryValue $path 'NameServer')) { Set-RegistryValue $path 'NameServer' 'String' '' }
    }
    if (-not $found) { Write-Right 'every network adapter gets its address by DHCP' }
}

function Repair-DhcpService {
    Set-ServiceStart 'Dhcp' 2
}

function Repair-Routes {
    $path = "$script:Tcpip\PersistentRoutes"
    $key = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($path)
    $names = @()
    if ($null -ne $key) {
        $names = @($key.GetValueNames())
        $key.Close()
    }
    if ($names.Count -eq 0) { Write-Right 'no persistent routes' }
    foreach ($name in $names) { Remove-RegistryValue $path $name }
}

# What netsh winhttp reset proxy does, in a way that can be taken back.
function Repair-Proxy {
    foreach ($node in 'SOFTWARE', 'SOFTWARE\Wow6432Node') {
        Remove-RegistryValue "$node\Microsoft\Windows\CurrentVersion\Internet Settings\Connections" 'WinHttpSettings'
    }
}

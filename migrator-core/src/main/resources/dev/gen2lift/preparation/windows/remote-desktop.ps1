$script:Terminal = "$script:Control\Terminal Server"
$script:Listener = "$script:Control\Terminal Server\WinStations\RDP-Tcp"
$script:TerminalPolicy = 'SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services'

function Repair-RdpDeny {
    Set-RegistryValue $script:Terminal 'fDenyTSConnections' 'DWord' 0
    if ($null -ne (Get-RegistryValue $script:TerminalPolicy 'fDenyTSConnections')) {
        Set-RegistryValue $script:TerminalPolicy 'fDenyTSConnections' 'DWord' 0
    }
}

function Repair-RdpPort { Set-RegistryValue $script:Listener 'PortNumber' 'DWord' 3389 }

function Repair-RdpAdapter { Set-RegistryValue $script:Listener 'LanAdapter' 'DWord' 0 }

function Repair-RdpAuthentication { Set-RegistryValue $script:Listener 'UserAuthentication' 'DWord' 1 }

function Repair-RdpKeepAlive {
    Set-RegistryValue $script:TerminalPolicy 'KeepAliveEnable' 'DWord' 1
    Set-RegistryValue $script:TerminalPolicy 'KeepAliveInterval' 'DWord' 1
    Set-RegistryValue $script:Listener 'KeepAliveTimeout' 'DWord' 1
}

function Repair-RdpReconnect {
    Set-RegistryValue $script:TerminalPolicy 'fDisableAutoReconnect' 'DWord' 0
    Set-RegistryValue $script:Listener 'fInheritReconnectSame' 'DWord' 1
    Set-RegistryValue $script:Listener 'fReconnectSame' 'DWord' 0
}

# 0xFFFFFFFF, as many as there are
function Repair-RdpSessions { Set-RegistryValue $script:Listener 'MaxInstanceCount' 'DWord' -1 }

function Repair-RdpCertificate { Remove-RegistryValue $script:Listener 'SSLCertificateSHA1Hash' }

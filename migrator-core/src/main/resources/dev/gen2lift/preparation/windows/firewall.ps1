$script:Profiles = "$script:Services\SharedAccess\Parameters\FirewallPolicy"

function Repair-FirewallProfiles {
    $names = @{ 'DomainProfile' = 'domainprofile'; 'StandardProfile' = 'privateprofile'; 'PublicProfile' = 'publicprofile' }
    foreach ($key in 'DomainProfile', 'StandardProfile', 'PublicProfile') {
        $on = Get-RegistryValue "$script:Profiles\$key" 'EnableFirewall'
        if ($null -ne $on -and $on.Value -eq 1) {
            Write-Right ('the firewall is on in the {0}' -f $names[$key])
            continue
        }
        if (-not $script:DryRun) {
            Save-Step @{ Kind = 'Program'; Program = 'netsh.exe'; Arguments = @('advfirewall', 'set', $names[$key], 'state', 'off') }
            Invoke-Program 'netsh.exe' @('advfirewall', 'set', $names[$key], 'state', 'on')
        }
        Write-Changed ('the firewall is on in the {0}' -f $names[$key])
    }
}

# Switches Windows' own rules of a group on; groups go by the same name in every language. Protocol -1: all of them.
function Enable-Rules([string] $Group, [int] $Protocol, [string] $Title) {
    $policy = New-Object -ComObject HNetCfg.FwPolicy2
    $rules = @($policy.Rules | Where-Object {
            $_.Grouping -eq $Group -and $_.Direction -eq 1 -and ($Protocol -lt 0 -or $_.Protocol -eq $Protocol)
        })
    if ($rules.Count -eq 0) {
        Write-Failed ('{0}: Windows has no such rules' -f $Title)
        return
    }
    $off = @($rules | Where-Object { -not $_.Enabled })
    if ($off.Count -eq 0) {
        Write-Right ('{0} is let in' -f $Title)
        return
    }
    if (-not $script:DryRun) {
        $names = [string[]] @($off | ForEach-Object { $_.Name })
        Save-Step @{ Kind = 'FirewallRules'; Group = $Group; Protocol = $Protocol; Names = $names }
        foreach ($rule in $off) { $rule.Enabled = $true }
    }
    Write-Changed ('{0} is let in' -f $Title)
}

function Repair-FirewallRdp { Enable-Rules '@FirewallAPI.dll,-28752' -1 'Remote Desktop' }

function Repair-FirewallWinRm { Enable-Rules '@FirewallAPI.dll,-30267' -1 'Windows Remote Management' }

# Of file and printer sharing the echo request over IPv4 alone
function Repair-FirewallPing { Enable-Rules '@FirewallAPI.dll,-28502' 1 'ping' }

# 168.63.129.16 is Azure's own: DNS, DHCP and the agent's way out.
function Repair-FirewallPlatform {
    $policy = New-Object -ComObject HNetCfg.FwPolicy2
    foreach ($direction in 1, 2) {
        $name = 'AzurePlatform-' + $(if ($direction -eq 1) { 'In' } else { 'Out' })
        if (@($policy.Rules | Where-Object { $_.Name -eq $name -and $_.Enabled }).Count -gt 0) {
            Write-Right ('the firewall rule {0}' -f $name)
            continue
        }
        if (-not $script:DryRun) {
            $rule = New-Object -ComObject HNetCfg.FWRule
            $rule.Name = $name
            $rule.RemoteAddresses = '168.63.129.16'
            $rule.Direction = $direction
            $rule.Action = 1
            $rule.Profiles = 2147483647
            $rule.Enabled = $true
            Save-Step @{ Kind = 'Program'; Program = 'netsh.exe'; Arguments = @('advfirewall', 'firewall', 'delete', 'rule', "name=$name") }
            $policy.Rules.Add($rule)
        }
        Write-Changed ('the firewall rule {0}' -f $name)
    }
}

function Repair-Clock {
    Set-RegistryValue "$script:Control\TimeZoneInformation" 'RealTimeIsUniversal' 'DWord' 1
}

function Repair-PowerPlan {
    $wanted = '8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c'
    $path = "$script:Control\Power\User\PowerSchemes"
    $active = Get-RegistryValue $path 'ActivePowerScheme'
    if ($null -ne $active -and $active.Value -eq $wanted) {
        Write-Right 'the power plan is High performance'
        return
    }
    if (-not $script:DryRun) {
        if ($null -ne $active) {
            Save-Step @{ Kind = 'Program'; Program = 'powercfg.exe'; Arguments = @('/setactive', [string] $active.Value) }
        }
        Invoke-Program 'powercfg.exe' @('/setactive', $wanted)
    }
    Write-Changed 'the power plan is High performance'
}

# What is left to look at where a machine does not start.
function Repair-CrashDump {
    $path = "$script:Control\CrashControl"
    Set-RegistryValue $path 'CrashDumpEnabled' 'DWord' 2
    Set-RegistryValue $path 'DumpFile' 'ExpandString' '%SystemRoot%\MEMORY.DMP'
    Set-RegistryValue $path 'NMICrashDump' 'DWord' 1
}

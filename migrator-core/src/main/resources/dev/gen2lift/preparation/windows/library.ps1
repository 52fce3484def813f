<#
.SYNOPSIS
    Prepares a Windows for Azure.
.DESCRIPTION
    Read it, try it with -WhatIf, then run it as administrator inside the machine before the machine is shut down for its
    move. What it changes of the network, of services and of drivers counts from the next start on. Every value and file
    that is changed is kept in %ProgramData%\gen2lift\prepare. Exit 0: all is right now; 1: something could not be put
    right.
.PARAMETER Undo
    Puts everything back that earlier runs changed.
.EXAMPLE
    powershell.exe -ExecutionPolicy Bypass -File prepare.ps1 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [switch] $Undo
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# -WhatIf is asked once; the cmdlets below do what they are told.
$script:DryRun = [bool] $WhatIfPreference
$WhatIfPreference = $false

$script:State = Join-Path $env:ProgramData 'gen2lift\prepare'
$script:Changed = 0
$script:Right = 0
$script:Failed = 0
$script:Steps = New-Object System.Collections.ArrayList
$script:Services = 'SYSTEM\CurrentControlSet\Services'
$script:Control = 'SYSTEM\CurrentControlSet\Control'

function Write-Line([string] $Word, [string] $Text) {
    Write-Output ('  {0,-14} {1}' -f $Word, $Text)
}

function Write-Changed([string] $Text) {
    $script:Changed++
    if ($script:DryRun) { Write-Line 'would change' $Text } else { Write-Line 'changed' $Text }
}

function Write-Right([string] $Text) {
    $script:Right++
    Write-Line 'already right' $Text
}

function Write-Failed([string] $Text) {
    $script:Failed++
    Write-Line 'failed' $Text
}

# Writes down how to take back what comes next.
function Save-Step([hashtable] $Step) {
    [void] $script:Steps.Add($Step)
    $file = Join-Path $script:State 'steps.xml'
    $script:Steps | Export-Clixml -LiteralPath ($file + '.new')
    Move-Item -LiteralPath ($file + '.new') -Destination $file -Force
}

# A value below HKEY_LOCAL_MACHINE with its kind, or nothing.
function Get-RegistryValue([string] $Path, [string] $Name) {
    $key = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($Path)
    if ($null -eq $key) { return $null }
    try {
        if (@($key.GetValueNames()) -notcontains $Name) { return $null }
        return @{
            Kind = $key.GetValueKind($Name).ToString()
            Value = $key.GetValue($Name, $null, [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)
        }
    } finally {
        $key.Close()
    }
}

function Test-Key([string] $Path) {
    $key = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($Path)
    if ($null -eq $key) { return $false }
    $key.Close()
    return $true
}

function Get-SubKeyNames([string] $Path) {
    $key = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($Path)
    if ($null -eq $key) { return @() }
    try { return @($key.GetSubKeyNames()) } finally { $key.Close() }
}

function Write-RegistryValue([string] $Path, [string] $Name, [string] $Kind, $Value) {
    $typed = switch ($Kind) {
        'MultiString' { , ([string[]] $Value) }
        'Binary' { , ([byte[]] $Value) }
        'DWord' { [int] $Value }
        'QWord' { [long] $Value }
        default { [string] $Value }
    }
    [Microsoft.Win32.Registry]::SetValue("HKEY_LOCAL_MACHINE\$Path", $Name, $typed, [Microsoft.Win32.RegistryValueKind] $Kind)
}

function Clear-RegistryValue([string] $Path, [string] $Name) {
    $key = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($Path, $true)
    if ($null -ne $key) {
        try { $key.DeleteValue($Name, $false) } finally { $key.Close() }
    }
}

function Save-RegistryValue([string] $Path, [string] $Name, $Current) {
    if ($null -eq $Current) {
        Save-Step @{ Kind = 'Registry'; Path = $Path; Name = $Name; There = $false }
    } else {
        Save-Step @{
            Kind = 'Registry'; Path = $Path; Name = $Name; There = $true
            Type = $Current.Kind; Value = $Current.Value
        }
    }
}

# Gives a value below HKEY_LOCAL_MACHINE.
function Set-RegistryValue([string] $Path, [string] $Name, [string] $Kind, $Value) {
    $shown = 'HKLM\{0}\{1} = {2}' -f $Path, $Name, (@($Value) -join ', ')
    try {
        $current = Get-RegistryValue $Path $Name
        if ($null -ne $current -and $current.Kind -eq $Kind -and (@($current.Value) -join "`n") -eq (@($Value) -join "`n")) {
            Write-Right $shown
            return
        }
        if (-not $script:DryRun) {
            Save-RegistryValue $Path $Name $current
            Write-RegistryValue $Path $Name $Kind $Value
        }
        Write-Changed $shown
    } catch {
        Write-Failed ('{0}: {1}' -f $shown, $_.Exception.Message)
    }
}

function Remove-RegistryValue([string] $Path, [string] $Name) {
    $shown = 'no HKLM\{0}\{1}' -f $Path, $Name
    try {
        $current = Get-RegistryValue $Path $Name
        if ($null -eq $current) {
            Write-Right $shown
            return
        }
        if (-not $script:DryRun) {
            Save-RegistryValue $Path $Name $current
            Clear-RegistryValue $Path $Name
        }
        Write-Changed $shown
    } catch {
        Write-Failed ('{0}: {1}' -f $shown, $_.Exception.Message)
    }
}

# When a service or driver starts: 0 boot, 1 system, 2 automatic, 3 manual, 4 disabled.
function Set-ServiceStart([string] $Name, [int] $Start) {
    if (Test-Key "$script:Services\$Name") {
        Set-RegistryValue "$script:Services\$Name" 'Start' 'DWord' $Start
    } else {
        Write-Failed ('the service {0}: it is not installed' -f $Name)
    }
}

# Runs a program of Windows; what it says is shown where it fails.
function Invoke-Program([string] $Program, [string[]] $Arguments) {
    $output = & $Program @Arguments 2>&1
    if ($LASTEXITCODE -ne 0) {
        throw ('{0} {1}: {2}' -f $Program, ($Arguments -join ' '), (@($output) -join ' '))
    }
}

function Remove-KeptFile([string] $Path) {
    if (-not (Test-Path -LiteralPath $Path)) {
        Write-Right "no $Path"
        return
    }
    try {
        if (-not $script:DryRun) {
            $kept = Join-Path $script:State ('file-{0}' -f $script:Steps.Count)
            Copy-Item -LiteralPath $Path -Destination $kept
            Save-Step @{ Kind = 'File'; Path = $Path; Kept = $kept }
            Remove-Item -LiteralPath $Path -Force
        }
        Write-Changed "no $Path"
    } catch {
        Write-Failed ('{0}: {1}' -f $Path, $_.Exception.Message)
    }
}

function Invoke-UndoStep([hashtable] $Step) {
    switch ($Step.Kind) {
        'Registry' {
            if ($Step.There) {
                Write-RegistryValue $Step.Path $Step.Name $Step.Type $Step.Value
            } else {
                Clear-RegistryValue $Step.Path $Step.Name
            }
        }
        'File' { Copy-Item -LiteralPath $Step.Kept -Destination $Step.Path -Force }
        'NewFile' {
            if (Test-Path -LiteralPath $Step.Path) { Remove-Item -LiteralPath $Step.Path -Force }
        }
        'Program' { Invoke-Program $Step.Program $Step.Arguments }
        'FirewallRules' { Set-RulesEnabled $Step.Group $Step.Protocol $Step.Names $false }
    }
}

function Set-RulesEnabled([string] $Group, [int] $Protocol, [string[]] $Names, [bool] $Enabled) {
    $policy = New-Object -ComObject HNetCfg.FwPolicy2
    foreach ($rule in @($policy.Rules)) {
        if ($rule.Grouping -eq $Group -and ($Protocol -lt 0 -or $rule.Protocol -eq $Protocol) -and $Names -contains $rule.Name) {
            $rule.Enabled = $Enabled
        }
    }
}

function Invoke-Undo {
    if ($script:Steps.Count -eq 0) {
        Write-Output 'Nothing was changed.'
        return
    }
    while ($script:Steps.Count -gt 0) {
        $last = $script:Steps.Count - 1
        try {
            Invoke-UndoStep $script:Steps[$last]
        } catch {
            $script:Failed++
            Write-Output ('A step could not be taken back: {0}' -f $_.Exception.Message)
        }
        $script:Steps.RemoveAt($last)
    }
    if ($script:Failed -eq 0) {
        Remove-Item -LiteralPath $script:State -Recurse -Force
        Write-Output 'Everything is as it was.'
    }
}

function Invoke-Fix([string] $Rule, [scriptblock] $Fix, [string] $Title) {
    Write-Output ('{0}: {1}' -f $Rule, $Title)
    try {
        & $Fix
    } catch {
        Write-Failed $_.Exception.Message
    }
}

function Start-Preparation([string] $Machine) {
    $user = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $user.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        Write-Output 'prepare.ps1: an administrator has to run this.'
        exit 2
    }
    if ([Environment]::Is64BitOperatingSystem -and -not [Environment]::Is64BitProcess) {
        Write-Output 'prepare.ps1: run this in the 64-bit PowerShell.'
        exit 2
    }
    $file = Join-Path $script:State 'steps.xml'
    if (Test-Path -LiteralPath $file) {
        foreach ($step in @(Import-Clixml -LiteralPath $file)) { [void] $script:Steps.Add($step) }
    }
    if ($Undo) {
        Invoke-Undo
        if ($script:Failed -gt 0) { exit 1 }
        exit 0
    }
    if (-not $script:DryRun -and -not (Test-Path -LiteralPath $script:State)) {
        [void] (New-Item -ItemType Directory -Path $script:State -Force)
    }
    Write-Output ('Preparing {0} for Azure.' -f $Machine)
    Write-Output ''
}

function Complete-Preparation {
    Write-Output ''
    $what = if ($script:DryRun) { 'would change' } else { 'changed' }
    Write-Output ('{0} {1}, {2} already right, {3} failed' -f $script:Changed, $what, $script:Right, $script:Failed)
    if (-not $script:DryRun -and $script:Changed -gt 0) {
        Write-Output ('Kept in {0}; prepare.ps1 -Undo puts it back.' -f $script:State)
    }
    if ($script:Failed -gt 0) { exit 1 }
    exit 0
}

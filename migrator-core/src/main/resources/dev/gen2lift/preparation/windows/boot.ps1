$script:Manager = '{9dea862c-5cdd-4e70-acc1-f32b344d4795}'
$script:Ems = '{0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9}'

# An element of the boot store, as text; what bcdedit prints is in the language of Windows.
function Get-BootElement([string] $Object, [string] $Element) {
    $value = Get-RegistryValue "BCD00000000\Objects\$Object\Elements\$Element" 'Element'
    if ($null -eq $value) { return '' }
    return (@($value.Value) -join ',')
}

# Runs bcdedit and tells whether that changed an element of the store; the store is kept before its first change.
function Set-BootElement([string] $Object, [string] $Element, [string] $Wanted, [string[]] $Arguments, [string] $Title) {
    $before = Get-BootElement $Object $Element
    if ($Wanted -ne '' -and $before -eq $Wanted) {
        Write-Right $Title
        return
    }
    if ($script:DryRun) {
        Write-Changed $Title
        return
    }
    $kept = Join-Path $script:State 'BCD'
    if (-not (Test-Path -LiteralPath $kept)) {
        Invoke-Program 'bcdedit.exe' @('/export', $kept)
        Save-Step @{ Kind = 'Program'; Program = 'bcdedit.exe'; Arguments = @('/import', $kept) }
    }
    Invoke-Program 'bcdedit.exe' $Arguments
    if ((Get-BootElement $Object $Element) -eq $before) { Write-Right $Title } else { Write-Changed $Title }
}

function Get-DefaultEntry {
    $entry = Get-BootElement $script:Manager '23000003'
    if ($entry -eq '') { throw 'the boot store names no entry to start' }
    return $entry
}

# {default} starts from the partition of Windows and never waits for somebody at the screen.
function Repair-BootDevice {
    $entry = Get-DefaultEntry
    $partition = "partition=$env:SystemDrive"
    Set-BootElement $entry '11000001' '' @('/set', '{default}', 'device', $partition) "device $partition"
    Set-BootElement $entry '21000001' '' @('/set', '{default}', 'osdevice', $partition) "osdevice $partition"
    Set-BootElement $entry '16000009' '0' @('/set', '{default}', 'recoveryenabled', 'Off') 'recoveryenabled Off'
    Set-BootElement $entry '250000e0' '1,0,0,0,0,0,0,0' @('/set', '{default}', 'bootstatuspolicy', 'IgnoreAllFailures') 'bootstatuspolicy IgnoreAllFailures'
}

# The serial console, which is all that is seen of a machine that does not start.
function Repair-SerialConsole {
    $entry = Get-DefaultEntry
    Set-BootElement $script:Manager '26000020' '1' @('/set', '{bootmgr}', 'displaybootmenu', 'yes') 'displaybootmenu yes'
    Set-BootElement $script:Manager '25000004' '5,0,0,0,0,0,0,0' @('/set', '{bootmgr}', 'timeout', '5') 'timeout 5'
    Set-BootElement $script:Manager '16000020' '1' @('/set', '{bootmgr}', 'bootems', 'yes') 'bootems yes'
    Set-BootElement $entry '260000b0' '1' @('/ems', '{default}', 'ON') 'ems ON'
    Set-BootElement $script:Ems '15000022' '1,0,0,0,0,0,0,0' @('/emssettings', 'EMSPORT:1', 'EMSBAUDRATE:115200') 'emssettings EMSPORT:1 EMSBAUDRATE:115200'
}

# Secure Boot refuses a Windows that takes drivers without a signature.
function Repair-TestSigning {
    $entry = Get-DefaultEntry
    foreach ($element in @('16000049', 'testsigning'), @('16000048', 'nointegritychecks')) {
        if ((Get-BootElement $entry $element[0]) -eq '') {
            Write-Right ('no {0}' -f $element[1])
        } else {
            Set-BootElement $entry $element[0] '0' @('/set', '{default}', $element[1], 'off') ('{0} off' -f $element[1])
        }
    }
}

# The loader where firmware looks that knows no boot entries: those stay behind with the old machine.
function Repair-FallbackLoader {
    $drive = $null
    foreach ($letter in 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z') {
        if (-not (Test-Path -LiteralPath "${letter}:\")) {
            $drive = "${letter}:"
            break
        }
    }
    if ($null -eq $drive) { throw 'no drive letter is free for the EFI system partition' }
    Invoke-Program 'mountvol.exe' @($drive, '/S')
    try {
        $loader = "$drive\EFI\Microsoft\Boot\bootmgfw.efi"
        if (-not (Test-Path -LiteralPath $loader)) {
            if ($script:DryRun) {
                Write-Changed 'the loader of Windows'
                return
            }
            Invoke-Program 'bcdboot.exe' @($env:SystemRoot, '/s', $drive, '/f', 'UEFI')
            Write-Changed 'the loader of Windows'
        }
        $name = if ($env:PROCESSOR_ARCHITECTURE -eq 'ARM64') { 'bootaa64.efi' } else { 'bootx64.efi' }
        $fallback = "$drive\EFI\Boot\$name"
        if (Test-Path -LiteralPath $fallback) {
            Write-Right "\EFI\Boot\$name"
            return
        }
        if (-not $script:DryRun) {
            [void] (New-Item -ItemType Directory -Path "$drive\EFI\Boot" -Force)
            Copy-Item -LiteralPath $loader -Destination $fallback
        }
        Write-Changed "\EFI\Boot\$name"
    } finally {
        Invoke-Program 'mountvol.exe' @($drive, '/D')
    }
}

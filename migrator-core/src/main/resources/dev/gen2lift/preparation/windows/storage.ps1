# Disks that are new to Windows are online from the start.
function Repair-SanPolicy {
    Set-RegistryValue "$script:Services\partmgr\Parameters" 'SanPolicy' 'DWord' 1
}

# Drive D: is the temporary disk in Azure, or is not there at all.
function Repair-PageFile {
    Set-RegistryValue "$script:Control\Session Manager\Memory Management" 'PagingFiles' 'MultiString' @("$env:SystemDrive\pagefile.sys 0 0")
}

function Repair-TempFolders {
    foreach ($name in 'TEMP', 'TMP') {
        Set-RegistryValue "$script:Control\Session Manager\Environment" $name 'ExpandString' '%SystemRoot%\TEMP'
    }
}

# A Windows that hibernates instead of shutting down leaves its file systems open.
function Repair-FastStartup {
    Set-RegistryValue "$script:Control\Session Manager\Power" 'HiberbootEnabled' 'DWord' 0
}

# Files that answer the setup's questions in the old place.
function Repair-AnswerFiles {
    foreach ($path in 'Panther\unattend.xml', 'Panther\Unattend\unattend.xml', 'System32\Sysprep\unattend.xml') {
        Remove-KeptFile (Join-Path $env:SystemRoot $path)
    }
}

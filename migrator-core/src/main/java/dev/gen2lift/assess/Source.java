package dev.gen2lift.assess;

/** The documents that rules rest on. */
public enum Source {
    GENERATION_2(
            "Support for Generation 2 VMs on Azure", "https://learn.microsoft.com/azure/virtual-machines/generation-2"),
    PREPARE_WINDOWS(
            "Prepare a Windows VHD or VHDX to upload to Azure",
            "https://learn.microsoft.com/azure/virtual-machines/windows/prepare-for-upload-vhd-image"),
    PREPARE_LINUX(
            "Prepare Linux for imaging in Azure",
            "https://learn.microsoft.com/azure/virtual-machines/linux/create-upload-generic"),
    PREPARE_UBUNTU(
            "Prepare an Ubuntu virtual machine for Azure",
            "https://learn.microsoft.com/azure/virtual-machines/linux/create-upload-ubuntu"),
    PREPARE_RHEL(
            "Prepare a Red Hat-based virtual machine for Azure",
            "https://learn.microsoft.com/azure/virtual-machines/linux/redhat-create-upload-vhd"),
    PREPARE_OPENBSD(
            "Create and upload an OpenBSD disk image to Azure",
            "https://learn.microsoft.com/azure/virtual-machines/linux/create-upload-openbsd"),
    ENDORSED_LINUX(
            "Endorsed Linux distributions on Azure",
            "https://learn.microsoft.com/azure/virtual-machines/linux/endorsed-distros"),
    AGENT_OFFLINE(
            "Install the Azure VM agent in offline mode",
            "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/install-vm-agent-offline"),
    MIGRATE_PREPARE(
            "Prepare on-premises machines for migration to Azure",
            "https://learn.microsoft.com/azure/migrate/prepare-for-migration"),
    KMS(
            "Troubleshoot Azure Windows virtual machine activation problems",
            "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/troubleshoot-activation-problems"),
    NVME(
            "Enable NVMe interfaces on virtual machines",
            "https://learn.microsoft.com/azure/virtual-machines/enable-nvme-interface"),
    TRUSTED_LAUNCH_FAQ(
            "Frequently asked questions about Trusted launch",
            "https://learn.microsoft.com/azure/virtual-machines/trusted-launch-faq"),
    SECURE_BOOT_2023(
            "Secure Boot certificates of 2023 on Azure Linux virtual machines",
            "https://support.microsoft.com/help/5103014"),
    CONFIDENTIAL_VM(
            "About Azure confidential VMs",
            "https://learn.microsoft.com/azure/confidential-computing/confidential-vm-overview"),
    HIBERNATION(
            "Hibernate Azure virtual machines", "https://learn.microsoft.com/azure/virtual-machines/hibernate-resume"),
    PREMIUM_V2("Deploy a Premium SSD v2", "https://learn.microsoft.com/azure/virtual-machines/disks-deploy-premium-v2"),
    OS_PROFILE(
            "Virtual Machines - Create Or Update, OSProfile",
            "https://learn.microsoft.com/rest/api/compute/virtual-machines/create-or-update"),
    RESOURCE_NAMES(
            "Naming rules and restrictions for Azure resources",
            "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"),
    GENERATION_ISSUE(
            "azure-cli#21264: a disk without its generation does not start",
            "https://github.com/Azure/azure-cli/issues/21264"),
    DIRECT_UPLOAD(
            "Upload a VHD to Azure or copy a managed disk to another region",
            "https://learn.microsoft.com/azure/virtual-machines/windows/disks-upload-vhd-to-managed-disk-powershell"),
    CREATION_DATA(
            "Disks - Create Or Update, CreationData",
            "https://learn.microsoft.com/rest/api/compute/disks/create-or-update"),
    DISK_TYPES("Azure managed disk types", "https://learn.microsoft.com/azure/virtual-machines/disks-types"),
    DISK_FAQ(
            "Frequently asked questions about Azure IaaS VM disks",
            "https://learn.microsoft.com/azure/virtual-machines/faq-for-disks"),
    UPGRADE_GEN1(
            "Upgrade existing Azure Gen1 VMs to Trusted launch",
            "https://learn.microsoft.com/azure/virtual-machines/trusted-launch-existing-vm-gen-1"),
    TRUSTED_LAUNCH(
            "Trusted launch for Azure virtual machines",
            "https://learn.microsoft.com/azure/virtual-machines/trusted-launch"),
    AZURE_MIGRATE(
            "Support matrix for Hyper-V migration (Azure Migrate)",
            "https://learn.microsoft.com/azure/migrate/migrate-support-matrix-hyper-v-migration"),
    SITE_RECOVERY(
            "Support matrix for disaster recovery of Hyper-V VMs to Azure",
            "https://learn.microsoft.com/azure/site-recovery/hyper-v-azure-support-matrix"),
    BLOB_SCALE(
            "Scalability and performance targets for Blob storage",
            "https://learn.microsoft.com/azure/storage/blobs/scalability-targets"),
    SERVER_SOFTWARE(
            "Microsoft server software support for Azure virtual machines",
            "https://learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/server-software-support"),
    HYPERV_GENERATIONS(
            "Should I create a generation 1 or 2 virtual machine in Hyper-V?",
            "https://learn.microsoft.com/windows-server/virtualization/hyper-v/plan/should-i-create-a-generation-1-or-2-virtual-machine-in-hyper-v"),
    MBR2GPT("MBR2GPT.EXE", "https://learn.microsoft.com/windows/deployment/mbr-to-gpt"),
    INVALID_VHD(
            "AzureStorageExplorer#2259: InvalidVhd when access is revoked",
            "https://github.com/microsoft/AzureStorageExplorer/issues/2259"),
    MS_VHDX(
            "MS-VHDX: Virtual Hard Disk v2 (VHDX) file format",
            "https://learn.microsoft.com/openspecs/windows_protocols/ms-vhdx/83e061f8-f6e2-4de1-91bd-5d518a43d477"),
    UEFI_BOOT(
            "UEFI Specification, 3.5.1.1 Removable Media Boot Behavior",
            "https://uefi.org/specs/UEFI/2.10/03_Boot_Manager.html"),
    UEFI_GPT(
            "UEFI Specification, 5.3 GUID Partition Table (GPT) Disk Layout",
            "https://uefi.org/specs/UEFI/2.10/05_GUID_Partition_Table_Format.html");

    private final String title;
    private final String link;

    Source(String title, String link) {
        this.title = title;
        this.link = link;
    }

    public String title() {
        return title;
    }

    /** An absolute https address. */
    public String link() {
        return link;
    }

    /** Title and link, as reports print it. */
    @Override
    public String toString() {
        return title + ", " + link;
    }
}

package dev.gen2lift.azure;

import java.util.List;
import java.util.Map;

/**
 * A generation 2 VM over disks that exist.
 *
 * @param size {@code Standard_D2s_v5}, ...
 * @param osDiskId resource id of the disk it starts from
 * @param dataDiskIds resource ids in the order of their LUNs, from 0
 * @param nicId resource id
 * @param security the same that the OS disk was made for
 * @param tags the user's
 */
public record VmSpec(
        String resourceGroup,
        String name,
        String location,
        String size,
        OsType osType,
        String osDiskId,
        List<String> dataDiskIds,
        String nicId,
        VmSecurity security,
        String migrationId,
        Map<String, String> tags) {

    public VmSpec {
        dataDiskIds = List.copyOf(dataDiskIds);
        tags = Map.copyOf(tags);
    }
}

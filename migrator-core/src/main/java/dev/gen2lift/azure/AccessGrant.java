package dev.gen2lift.azure;

import com.azure.resourcemanager.compute.fluent.DisksClient;
import com.azure.resourcemanager.compute.fluent.models.AccessUriInner;
import com.azure.resourcemanager.compute.models.GrantAccessData;
import dev.gen2lift.transfer.AzureRequestException;
import java.io.IOException;
import java.util.Locale;

/** Asks Azure for the URLs that a disk's content is reached by. */
final class AccessGrant {

    /** What the identity needs besides creating disks. */
    static final String ACTION = "Microsoft.Compute/disks/beginGetAccess/action";

    private static final int FORBIDDEN = 403;

    private AccessGrant() {}

    /**
     * @throws AzureRequestException where the identity may not, naming the missing right; where Azure refuses otherwise, or
     *     answers without a URL
     */
    static AccessUriInner request(DisksClient disks, String group, String name, GrantAccessData access)
            throws IOException {
        AccessUriInner granted;
        try {
            granted = ArmCalls.call(name, () -> disks.grantAccess(group, name, access));
        } catch (AzureRequestException e) {
            throw e.status() == FORBIDDEN ? notAllowed(e, group + "/" + name) : e;
        }
        if (granted == null || granted.accessSas() == null) {
            throw new AzureRequestException(
                    0,
                    AzureRequestException.UNEXPECTED_STATE,
                    access.access().toString().toLowerCase(Locale.ROOT) + " access was granted without a URL",
                    name,
                    "run the same command again");
        }
        return granted;
    }

    private static AzureRequestException notAllowed(AzureRequestException refused, String disk) {
        return new AzureRequestException(
                refused.status(),
                refused.code(),
                "the signed-in identity lacks the right " + ACTION,
                disk,
                "give it the role Contributor on the resource group, or Data Operator for Managed Disks where uploads are"
                        + " restricted to Entra ID; a new role takes some minutes, then run the same command again");
    }
}

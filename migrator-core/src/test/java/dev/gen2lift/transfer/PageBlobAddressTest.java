package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageBlobAddressTest {

    private static final String SAS = "?sv=2024-11-04&se=2026-11-24T00%3A00%3A00Z&sr=b&sp=rcw&sig=c2VjcmV0%3D";
    private static final String BLOB = "https://account.blob.core.windows.net/vhds/disk.vhd";

    @Test
    void printsItselfWithoutItsSas() {
        PageBlobAddress address = PageBlobAddress.parse(BLOB + SAS, "unused");

        assertThat(address).hasToString(BLOB);
        assertThat(address.redacted()).isEqualTo(BLOB);
        assertThat(address.url()).isEqualTo(BLOB + SAS);
    }

    @Test
    void knowsWhatItsSasStates() {
        PageBlobAddress address = PageBlobAddress.parse(BLOB + SAS, "unused");

        assertThat(address.hasSas()).isTrue();
        assertThat(address.expiry()).contains(Instant.parse("2026-11-24T00:00:00Z"));
        assertThat(address.permissions()).contains("rcw");
    }

    @Test
    void hasNoSasWithoutASignature() {
        assertThat(PageBlobAddress.parse(BLOB, "unused").hasSas()).isFalse();
    }

    @Test
    void namesTheBlobWhereTheUrlNamesOnlyAContainer() {
        PageBlobAddress address = PageBlobAddress.parse("https://account.blob.core.windows.net/vhds" + SAS, "disk.vhd");

        assertThat(address.redacted()).isEqualTo(BLOB);
        assertThat(address.hasSas()).isTrue();
        assertThat(address.url()).contains("sig=c2VjcmV0%3D");
    }

    @Test
    void takesTheUploadUrlOfAManagedDisk() {
        String url = "https://md-impexp-t0abc.z12.blob.storage.azure.net/hjkq/abcd";

        PageBlobAddress address = PageBlobAddress.parse(url + "?sv=2018-03-28&sr=b&si=policy&sig=c2VjcmV0", "unused");

        assertThat(address.redacted()).isEqualTo(url);
        assertThat(address.permissions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "disk.vhd",
                "ftp://account.blob.core.windows.net/vhds/disk.vhd?sig=c2VjcmV0",
                "https://account.blob.core.windows.net/?sig=c2VjcmV0",
                "https://account.blob.core.windows.net?sig=c2VjcmV0",
                "https:///vhds/disk.vhd?sig=c2VjcmV0",
                "https://a b/vhds/disk.vhd?sig=c2VjcmV0",
                "http://account.blob.core.windows.net/vhds/disk.vhd?sig=c2VjcmV0",
                "https://user:c2VjcmV0@account.blob.core.windows.net/vhds/disk.vhd",
                "https://account.blob.core.windows.net/vhds/disk.vhd#sig=c2VjcmV0",
                "https://account.blob.core.windows.net/vhds/disk.vhd?se=soon&sig=c2VjcmV0"
            })
    void refusesWhatIsNoBlobUrlWithoutRepeatingSecrets(String url) {
        assertThatThrownBy(() -> PageBlobAddress.parse(url, "disk.vhd"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("c2VjcmV0"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24, 2026-11-24T00:00:00Z",
        "2026-11-24T10:20Z, 2026-11-24T10:20:00Z",
        "2026-11-24T10%3A20%3A30Z, 2026-11-24T10:20:30Z"
    })
    void readsEveryFormOfAnEnd(String stated, Instant expected) {
        PageBlobAddress address = PageBlobAddress.parse(BLOB + "?sig=c2VjcmV0&se=" + stated, "unused");

        assertThat(address.expiry()).contains(expected);
    }

    @Test
    void takesHttpOnlyToThisMachine() {
        assertThat(PageBlobAddress.parse("http://127.0.0.1:10000/devstoreaccount1/vhds/disk.vhd", "unused")
                        .redacted())
                .endsWith("/devstoreaccount1/vhds/disk.vhd");
    }
}

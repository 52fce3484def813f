package dev.gen2lift.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.copy.CopyProgress;
import dev.gen2lift.disk.DiskImages;
import dev.gen2lift.disk.VirtualDisk;
import dev.gen2lift.transfer.digest.DigestFile;
import dev.gen2lift.transfer.digest.DigestingDisk;
import dev.gen2lift.transfer.verify.Verification;
import dev.gen2lift.transfer.verify.Verification.Method;
import dev.gen2lift.transfer.verify.Verifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerificationTest {

    private static final int MIB = StoredDisks.MIB;
    private static final int SIZE = 24 * MIB;
    private static final long[] DATA = {0, 5L * MIB, 13L * MIB + 512, 24L * MIB - 65536};

    @TempDir
    private Path folder;

    private final StoredDisks azurite = new StoredDisks();

    VerificationTest() throws IOException {}

    @ParameterizedTest
    @EnumSource(Method.class)
    void findsWhatWasUploadedTheSame(Method method) throws Exception {
        upload();

        Verification found = verify(method);

        assertThat(found.difference()).isEmpty();
        assertThat(found.same()).isTrue();
        assertThat(found.virtualSize()).isEqualTo(SIZE);
        assertThat(found.bytesStored()).isEqualTo(DATA.length * 65536L);
        assertThat(found.root().isPresent()).isEqualTo(method == Method.DIGESTS);
    }

    @Test
    void readsNothingOfTheTargetWhereTheMapsAgree() throws Exception {
        upload();

        assertThat(verify(Method.MAPS).bytesRead()).isZero();
        assertThat(verify(Method.DIGESTS).bytesRead()).isEqualTo(DATA.length * 65536L);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"CONTENT", "DIGESTS"})
    void findsASectorThatChanged(Method method) throws Exception {
        upload();
        azurite.write("disk.vhd", 5L * MIB + 1024, new byte[512]);

        Verification found = verify(method);

        assertThat(found.same()).isFalse();
        assertThat(found.firstDifference()).hasValue(method == Method.CONTENT ? 5L * MIB + 1024 : 4L * MIB);
        assertThat(found.difference().orElseThrow()).contains("differs");
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void findsAPageThatWasLost(Method method) throws Exception {
        upload();
        azurite.clear("disk.vhd", 13L * MIB + 4096, 512);

        Verification found = verify(method);

        assertThat(found.firstDifference()).hasValue(method == Method.DIGESTS ? 12L * MIB : 13L * MIB + 4096);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void findsAPageThatTheSourceDoesNotHave(Method method) throws Exception {
        upload();
        byte[] bytes = new byte[1024];
        bytes[700] = 1;
        azurite.write("disk.vhd", 20L * MIB, bytes);

        Verification found = verify(method);

        assertThat(found.firstDifference()).hasValue(20L * MIB + (method == Method.DIGESTS ? 0 : 700));
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void takesStoredZerosForZeros(Method method) throws Exception {
        upload();
        azurite.write("disk.vhd", 17L * MIB, new byte[4096]);

        assertThat(verify(method).same()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void findsAMissingFooter(Method method) throws Exception {
        upload();
        azurite.clear("disk.vhd", SIZE, 512);

        Verification found = verify(method);

        assertThat(found.same()).isFalse();
        assertThat(found.difference().orElseThrow()).contains("no VHD footer");
        assertThat(found.firstDifference()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void findsAnotherSize(Method method) throws Exception {
        upload();
        azurite.client("disk.vhd").resize(SIZE - MIB + 512);

        Verification found = verify(method);

        assertThat(found.difference().orElseThrow()).contains("has " + (SIZE - MIB) + " bytes, not " + SIZE);
    }

    private void upload() throws Exception {
        azurite.upload(StoredDisks.raw(folder.resolve("disk.raw"), SIZE, DATA), "disk.vhd");
    }

    private Verification verify(Method method) throws Exception {
        try (VirtualDisk image = DiskImages.open(folder.resolve("disk.raw"));
                PageBlobDisk stored = azurite.open("disk.vhd")) {
            UploadSource source = UploadSource.of(image, UploadSource.SIZE_MULTIPLE);
            Verifier verifier = new Verifier(source, stored, 3);
            return switch (method) {
                case MAPS -> verifier.maps(CopyProgress.NONE);
                case CONTENT -> verifier.content(CopyProgress.NONE);
                case DIGESTS -> {
                    try (DigestFile digests = digests(source)) {
                        yield verifier.digests(digests, CopyProgress.NONE);
                    }
                }
            };
        }
    }

    /** As the upload leaves them. */
    private DigestFile digests(UploadSource source) throws IOException {
        DigestFile file = DigestFile.create(folder.resolve("digests"), source.identity(), source.size());
        try (VirtualDisk disk = new DigestingDisk(source.disk(), file)) {
            ByteBuffer everything = ByteBuffer.allocate(SIZE);
            disk.read(0, everything);
        }
        file.seal();
        return file;
    }
}

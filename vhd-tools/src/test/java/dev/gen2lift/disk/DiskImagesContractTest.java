package dev.gen2lift.disk;

import dev.gen2lift.testimages.Content;
import dev.gen2lift.testimages.PseudoRandom;
import dev.gen2lift.testimages.SparseContent;
import dev.gen2lift.testimages.SparseFile;
import dev.gen2lift.testimages.vhd.VhdBuilder;
import dev.gen2lift.testimages.vhd.VhdParentLocator;
import dev.gen2lift.testimages.vhdx.BlockState;
import dev.gen2lift.testimages.vhdx.ParentLocator;
import dev.gen2lift.testimages.vhdx.PendingLog;
import dev.gen2lift.testimages.vhdx.VhdxBuilder;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Nested;

/** The contract, kept by every kind of image. */
class DiskImagesContractTest {

    private static final int MIB = 1 << 20;

    /** Data at both ends, a lone sector, and a run over the boundary of blocks. */
    private static SparseContent scattered(long size) {
        SparseContent content = new SparseContent(size);
        content.write(0, PseudoRandom.bytes(1, 70_000));
        content.write(size / 3 / 512 * 512, PseudoRandom.bytes(2, 512));
        content.write((size / 2 / MIB * MIB) - 4096, PseudoRandom.bytes(3, 3 * MIB));
        content.write(size - 512, PseudoRandom.bytes(4, 512));
        return content;
    }

    private abstract static class Scattered extends VirtualDiskContract {
        @Override
        Content content() {
            return scattered(20L * MIB + 512);
        }
    }

    @Nested
    class Raw extends Scattered {
        @Override
        VirtualDisk open(Content content, Path folder) throws Exception {
            SparseFile.writeRaw(folder.resolve("disk.raw"), content);
            return DiskImages.open(folder.resolve("disk.raw"));
        }
    }

    @Nested
    class FixedVhd extends Scattered {
        @Override
        VirtualDisk open(Content content, Path folder) throws Exception {
            VhdBuilder.fixed(content).writeTo(folder.resolve("disk.vhd"));
            return DiskImages.open(folder.resolve("disk.vhd"));
        }
    }

    @Nested
    class DynamicVhd extends Scattered {
        @Override
        VirtualDisk open(Content content, Path folder) throws Exception {
            VhdBuilder.dynamic(content).blockSize(512 << 10).shuffled(5).writeTo(folder.resolve("disk.vhd"));
            return DiskImages.open(folder.resolve("disk.vhd"));
        }
    }

    @Nested
    class DifferencingVhd extends Scattered {
        @Override
        VirtualDisk open(Content content, Path folder) throws Exception {
            SparseContent base = scattered(content.size()).write(7L * MIB + 512, PseudoRandom.bytes(9, 3 * MIB));
            SparseContent middle = base.copy().write(8L * MIB, new byte[MIB]);
            UUID baseId = new UUID(1, 2);
            UUID middleId = new UUID(3, 4);
            VhdBuilder.dynamic(base).id(baseId).writeTo(folder.resolve("base.vhd"));
            VhdBuilder.differencing(middle, base, baseId)
                    .id(middleId)
                    .parentLocator(VhdParentLocator.relative(".\\base.vhd"))
                    .writeTo(folder.resolve("middle.avhd"));
            VhdBuilder.differencing(content, middle, middleId)
                    .blockSize(512 << 10)
                    .parentLocator(VhdParentLocator.absolute("C:\\VM\\Middle.AVHD"))
                    .writeTo(folder.resolve("child.avhd"));
            return DiskImages.open(folder.resolve("child.avhd"));
        }
    }

    @Nested
    class FixedVhdx extends Scattered {
        @Override
        VirtualDisk open(Content content, Path folder) throws Exception {
            VhdxBuilder.of(content).fixed().blockSize(MIB).writeTo(folder.resolve("disk.vhdx"));
            return DiskImages.open(folder.resolve("disk.vhdx"));
        }
    }

    @Nested
    class DynamicVhdx extends Scattered {
        @Override
        VirtualDisk open(Content content, Path folder) throws Exception {
            VhdxBuilder.of(content)
                    .blockSize(MIB)
                    .shuffled(5)
                    .state(2, BlockState.ZERO)
                    .staleState(3, BlockState.UNMAPPED)
                    .staleState(4, BlockState.UNDEFINED)
                    .shortLastBlock()
                    .writeTo(folder.resolve("disk.vhdx"));
            return DiskImages.open(folder.resolve("disk.vhdx"));
        }
    }

    @Nested
    class DynamicVhdxWithSectorsOf4096Bytes extends VirtualDiskContract {
        @Override
        Content content() {
            return scattered(40L * MIB);
        }

        @Override
        VirtualDisk open(Content content, Path folder) throws Exception {
            VhdxBuilder.of(content).sectorSizes(4096, 4096).blockSize(2 * MIB).writeTo(folder.resolve("disk.vhdx"));
            return DiskImages.open(folder.resolve("disk.vhdx"));
        }
    }

    @Nested
    class VhdxWithAPendingLog extends Scattered {
        @Override
        VirtualDisk open(Content content, Path folder) throws Exception {
            VhdxBuilder.of(content)
                    .blockSize(MIB)
                    .pending(PendingLog.simple()
                            .ofEntries(3)
                            .startingAt(MIB - 8192)
                            .afterStaleEntries(2)
                            .withTornTail()
                            .holdingLastPages(3))
                    .writeTo(folder.resolve("disk.vhdx"));
            return DiskImages.open(folder.resolve("disk.vhdx"));
        }
    }

    @Nested
    class ChainOfVhdxOfDifferentBlockAndDiskSizes extends Scattered {
        @Override
        VirtualDisk open(Content content, Path folder) throws Exception {
            SparseContent base = scattered(16L * MIB).write(3L * MIB + 512, PseudoRandom.bytes(9, 5 * MIB));
            SparseContent middle = base.resized(18L * MIB)
                    .write(4L * MIB, new byte[2 * MIB])
                    .write(17L * MIB, PseudoRandom.bytes(10, MIB));
            UUID baseId = new UUID(1, 2);
            UUID middleId = new UUID(3, 4);
            VhdxBuilder.of(base).blockSize(2 * MIB).dataWriteId(baseId).writeTo(folder.resolve("base.vhdx"));
            VhdxBuilder.of(middle)
                    .differencing(base, ParentLocator.of(baseId, ".\\base.vhdx"))
                    .blockSize(MIB)
                    .dataWriteId(middleId)
                    .writeTo(folder.resolve("middle.avhdx"));
            VhdxBuilder.of(content)
                    .differencing(middle, ParentLocator.of(middleId, ".\\MIDDLE.avhdx"))
                    .blockSize(8 * MIB)
                    .writeTo(folder.resolve("child.avhdx"));
            return DiskImages.open(folder.resolve("child.avhdx"));
        }
    }
}

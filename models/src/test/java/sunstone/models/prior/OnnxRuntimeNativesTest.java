package sunstone.models.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeNativesTest {
    @TempDir
    Path folder;

    @Test
    void complete_libraryMissing_namesIt() throws IOException {
        Files.createFile(folder.resolve("libonnxruntime.so.1.29.0"));
        Files.createFile(folder.resolve("libonnxruntime_providers_shared.so"));
        assertThatIOException()
                .isThrownBy(() -> OnnxRuntimeNatives.complete(folder))
                .withMessageContaining("has no libonnxruntime_providers_cuda.so; needed")
                .withMessageContaining("CUDA 13")
                .withMessageNotContaining("\n");
        assertThatIOException()
                .isThrownBy(() -> OnnxRuntimeNatives.complete(folder.resolve("none")))
                .withMessageContaining("there is no folder");
    }

    @Test
    void complete_wheelsFolder_isLinkedUnderThePlainNamesWithTheBinding() throws IOException {
        Path core = Files.writeString(folder.resolve("libonnxruntime.so.1.29.0"), "core");
        Files.createFile(folder.resolve("libonnxruntime_providers_shared.so"));
        Files.createFile(folder.resolve("libonnxruntime_providers_cuda.so"));

        Path links = OnnxRuntimeNatives.complete(folder);

        assertThat(links.resolve("libonnxruntime.so").toRealPath()).isEqualTo(core.toRealPath());
        assertThat(links.resolve("libonnxruntime_providers_cuda.so")).exists();
        assertThat(Files.size(links.resolve("libonnxruntime4j_jni.so"))).isGreaterThan(10_000);
    }

    @Test
    void complete_wholeFolder_isItself() throws IOException {
        for (String name : new String[] {"", "4j_jni", "_providers_shared", "_providers_cuda"}) {
            Files.createFile(folder.resolve("libonnxruntime" + name + ".so"));
        }
        assertThat(OnnxRuntimeNatives.complete(folder)).isEqualTo(folder);
    }

    @Test
    void explain_whatTheRuntimeSays_isOneLineWithTheLibraryAndItsCuda() {
        assertThat(
                        OnnxRuntimeNatives.explain(
                                "Error code - ORT_FAIL: Failed to load library libonnxruntime_providers_cuda.so"
                                        + " with error: libcublasLt.so.13: cannot open shared object file: No such file or directory\nmore"))
                .isEqualTo("libcublasLt.so.13 is missing, which comes with CUDA 13");
        assertThat(OnnxRuntimeNatives.explain("libcudnn.so.9: cannot open shared object file"))
                .isEqualTo("libcudnn.so.9 is missing, which comes with cuDNN 9");
        assertThat(OnnxRuntimeNatives.explain("libcufft.so.11: cannot open shared object file"))
                .endsWith("CUDA 12");
        assertThat(OnnxRuntimeNatives.explain("This binary was not compiled with CUDA support."))
                .contains("--natives")
                .contains("CUDA 13")
                .contains("CUDA 12");
        assertThat(OnnxRuntimeNatives.explain(
                        "Error code - ORT_FAIL - message: CUDA execution provider is not enabled in this build."))
                .contains("is for the CPU");
        assertThat(OnnxRuntimeNatives.explain("CUDA failure 35: driver version\nis insufficient"))
                .isEqualTo("CUDA failure 35: driver version");
    }
}

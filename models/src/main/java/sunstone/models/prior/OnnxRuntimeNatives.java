package sunstone.models.prior;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Native libraries of ONNX Runtime from a folder, in place of those in its jar: how the ordinary artifact comes to run
 * on CUDA. The folder holds {@code libonnxruntime.so} (with its version behind it or not), {@code
 * libonnxruntime_providers_shared.so} and {@code libonnxruntime_providers_cuda.so} of the artifact's own version, such
 * as {@code onnxruntime/capi} of the Python wheel {@code onnxruntime-gpu} (built for CUDA 13), or {@code
 * ai/onnxruntime/native/linux-x64} of Maven's {@code onnxruntime_gpu} (CUDA 12). The binding {@code
 * libonnxruntime4j_jni.so} is taken from the jar if it is not there.
 *
 * <p>The runtime loads its libraries once: {@link #use} comes before the first model, and a second folder is refused.
 */
public final class OnnxRuntimeNatives {
    private static final String CORE = "libonnxruntime.so";
    private static final String BINDING = "libonnxruntime4j_jni.so";
    private static final List<String> PROVIDERS =
            List.of("libonnxruntime_providers_shared.so", "libonnxruntime_providers_cuda.so");
    private static final String IN_JAR = "/ai/onnxruntime/native/linux-x64/" + BINDING;

    /** Where the runtime's Java binding looks. */
    private static final String PROPERTY = "onnxruntime.native.path";

    private static final Pattern ABSENT = Pattern.compile("(lib[\\w.+-]+\\.so[.\\d]*): cannot open shared object file");

    private static @Nullable Path used;

    private OnnxRuntimeNatives() {}

    /**
     * Has the runtime load its libraries from a folder.
     *
     * @throws IOException with one line that names what is missing, or if another folder is in use
     */
    public static synchronized void use(Path folder) throws IOException {
        Path wanted = folder.toAbsolutePath().normalize();
        if (wanted.equals(used)) {
            return;
        }
        if (used != null) {
            throw new IOException("natives of ONNX Runtime come from " + used + " already, not from " + wanted);
        }
        System.setProperty(PROPERTY, complete(wanted).toString());
        used = wanted;
    }

    /** The folder, or one of links to its libraries with what it lacks. */
    static Path complete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("natives of ONNX Runtime: there is no folder " + folder);
        }
        Path core = core(folder);
        List<String> missing = new ArrayList<>();
        if (core == null) {
            missing.add(CORE);
        }
        PROVIDERS.stream().filter(p -> !Files.isRegularFile(folder.resolve(p))).forEach(missing::add);
        if (core == null || !missing.isEmpty()) {
            throw new IOException("natives of ONNX Runtime: " + folder + " has no " + String.join(", no ", missing)
                    + "; needed are those of onnxruntime-gpu (PyPI, CUDA 13) or onnxruntime_gpu (Maven, CUDA 12) of the"
                    + " version of this build's onnxruntime");
        }
        if (core.endsWith(CORE) && Files.isRegularFile(folder.resolve(BINDING))) {
            return folder;
        }
        Path links = Files.createTempDirectory("sunstone-natives");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(links), "natives"));
        Files.createSymbolicLink(links.resolve(CORE), core);
        for (String provider : PROVIDERS) {
            Files.createSymbolicLink(links.resolve(provider), folder.resolve(provider));
        }
        Path own = folder.resolve(BINDING);
        if (Files.isRegularFile(own)) {
            Files.createSymbolicLink(links.resolve(BINDING), own);
        } else {
            try (InputStream in = OnnxRuntimeNatives.class.getResourceAsStream(IN_JAR)) {
                if (in == null) {
                    throw new IOException("natives of ONNX Runtime: its jar has no " + IN_JAR);
                }
                Files.copy(in, links.resolve(BINDING));
            }
        }
        return links;
    }

    /** The library itself, the plain name before one with a version behind it; null if there is none. */
    private static @Nullable Path core(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(CORE))) {
            return folder.resolve(CORE);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> String.valueOf(f.getFileName()).matches("libonnxruntime\\.so[.\\d]+"))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            // a few links stay in the folder of temporary files
        }
    }

    /** Why CUDA cannot be had, in a line, of what the runtime says about it. */
    static String explain(String said) {
        Matcher absent = ABSENT.matcher(said);
        if (absent.find()) {
            String library = absent.group(1);
            return library + " is missing, which comes with " + origin(library);
        }
        if (said.contains("not compiled with CUDA support")
                || said.contains("CUDA execution provider is not enabled in this build")
                || said.contains("Failed to find CUDA shared provider")) {
            return "this ONNX Runtime is for the CPU: name a folder with the libraries for CUDA (model.natives,"
                    + " --natives), those of onnxruntime-gpu from PyPI for CUDA 13 or of onnxruntime_gpu from Maven for CUDA 12";
        }
        return said.lines().findFirst().orElse("no reason was given");
    }

    private static String origin(String library) {
        String version = library.replaceFirst(".*\\.so\\.?", "").replaceFirst("\\..*", "");
        if (library.startsWith("libcudnn")) {
            return "cuDNN" + (version.isEmpty() ? "" : " " + version);
        }
        if (library.startsWith("libcuda.")) {
            return "the NVIDIA driver";
        }
        // cuFFT and cuRAND count for themselves: 11 and 10 belong to CUDA 12, 12 to CUDA 13
        String cuda = library.startsWith("libcufft") ? version.equals("11") ? "12" : "13" : version;
        return "CUDA" + (cuda.isEmpty() || library.startsWith("libcurand") ? "" : " " + cuda);
    }
}

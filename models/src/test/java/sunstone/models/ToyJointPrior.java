package sunstone.models;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.OnnxPrior;
import sunstone.models.prior.OrientationScaling;

/**
 * A prior as another framework would export it: 3 orientation and 3 PCA channels, whole timesteps of a linear DDPM
 * schedule, no observations, predicts the noise. It is exact for pixels that are independent and normal: epsilon =
 * sqrt(1 - abar_t) x.
 */
public final class ToyJointPrior {
    private static final int FRAMES = 36;
    private static final int STEPS = 1000;

    private ToyJointPrior() {}

    /** Writes model.onnx and model.json. */
    public static Path write(Path folder) throws IOException {
        TensorProto.Builder table = TensorProto.newBuilder()
                .setName("table")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(STEPS);
        double product = 1;
        for (int k = 0; k < STEPS; k++) {
            product *= 1 - (1e-4 + (0.02 - 1e-4) * k / (STEPS - 1));
            table.addFloatData((float) Math.sqrt(1 - product));
        }
        TensorProto shape = TensorProto.newBuilder()
                .setName("shape")
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(4)
                .addAllInt64Data(List.of(-1L, 1L, 1L, 1L))
                .build();
        GraphProto graph = GraphProto.newBuilder()
                .setName("toy")
                .addInitializer(table)
                .addInitializer(shape)
                .addInput(value("sample", TensorProto.DataType.FLOAT, "N", 6, "H", "W"))
                .addInput(value("timestep", TensorProto.DataType.INT64, "N"))
                .addOutput(value("prediction", TensorProto.DataType.FLOAT, "N", 6, "H", "W"))
                .addNode(node("Gather", "s", "table", "timestep"))
                .addNode(node("Reshape", "s4", "s", "shape"))
                .addNode(node("Mul", "prediction", "sample", "s4"))
                .build();
        Path onnx = folder.resolve("model.onnx");
        Files.write(
                onnx,
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                        .setGraph(graph)
                        .build()
                        .toByteArray());
        card(OnnxPrior.sha256(onnx)).write(folder.resolve("model.json"));
        return onnx;
    }

    /** Components: the mean over the frames, and the two waves of twice the stage angle. */
    public static ModelCard.Pl features() {
        List<float[]> components = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            float[] row = new float[FRAMES];
            for (int j = 0; j < FRAMES; j++) {
                double w = 4 * Math.PI * j / FRAMES;
                row[j] = (float) (k == 0 ? 1.0 / FRAMES : 2.0 / FRAMES * (k == 1 ? Math.cos(w) : Math.sin(w)));
            }
            components.add(row);
        }
        return new ModelCard.Pl(
                "pca", new float[] {0, -0.3f, -0.3f}, new float[] {0.4f, 0.3f, 0.3f}, new float[FRAMES], components);
    }

    private static ModelCard card(String sha256) {
        return new ModelCard(
                ModelCard.SCHEMA,
                "toy",
                sha256,
                "6/mmm",
                1,
                List.of("cubochoric-x", "cubochoric-y", "cubochoric-z", "pc1", "pc2", "pc3"),
                new ModelCard.Orientation(
                        "cubochoric", OrientationScaling.hexagonal().scale()),
                features(),
                "epsilon",
                new ModelCard.Schedule("linear", STEPS, 1e-4, 0.02),
                null,
                null);
    }

    private static NodeProto node(String op, String out, String... in) {
        return NodeProto.newBuilder()
                .setOpType(op)
                .setName(out)
                .addAllInput(List.of(in))
                .addOutput(out)
                .build();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, Object... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object d : dims) {
            TensorShapeProto.Dimension.Builder b = TensorShapeProto.Dimension.newBuilder();
            if (d instanceof Integer i) {
                b.setDimValue(i);
            } else {
                b.setDimParam((String) d);
            }
            shape.addDim(b);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }
}

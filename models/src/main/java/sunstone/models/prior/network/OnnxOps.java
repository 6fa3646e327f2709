package sunstone.models.prior.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import sunstone.models.prior.Conditioning;

/** Writes a network as an ONNX graph, opset 17. A handle is the name of a tensor in the graph. */
public final class OnnxOps implements NetworkOps<String> {
    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;
    /** Beyond any size. */
    private static final long END = Integer.MAX_VALUE;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("sunstone-prior");
    private final Function<String, float[]> weights;
    private final Set<String> written = new HashSet<>();
    private int nodes;

    private OnnxOps(Function<String, float[]> weights) {
        this.weights = weights;
    }

    /**
     * The whole model: inputs sample, timestep and, where the network takes them, observed and mask; output prediction
     * (x0); dynamic N, H, W.
     *
     * @param weights values of a weight by name
     * @return bytes of an ONNX file
     */
    public static byte[] export(Architecture architecture, Function<String, float[]> weights) {
        OnnxOps o = new OnnxOps(weights);
        o.graph.addInput(value("sample", "N", Network.CHANNELS, "H", "W"));
        o.graph.addInput(value("timestep", "N"));
        if (architecture.observes()) {
            o.graph.addInput(value("observed", "N", Conditioning.OBSERVED, "H", "W"));
            o.graph.addInput(value("mask", "N", Conditioning.MASK, "H", "W"));
        }
        String y = architecture.predict(o, "sample", "timestep", "observed", "mask");
        o.graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName("prediction")
                .addInput(y)
                .addOutput("prediction"));
        o.graph.addOutput(value("prediction", "N", Network.CHANNELS, "H", "W"));
        return o.model();
    }

    /**
     * The weights of a model that {@link #export} has written.
     *
     * @throws IOException if the bytes are no ONNX model
     */
    public static Map<String, float[]> weights(byte[] model) throws IOException {
        Map<String, float[]> weights = new HashMap<>();
        for (TensorProto t : ModelProto.parseFrom(model).getGraph().getInitializerList()) {
            float[] values = new float[t.getRawData().size() / Float.BYTES];
            t.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            weights.put(t.getName(), values);
        }
        return weights;
    }

    /** A model of one product: inputs a and b, output c. */
    static byte[] matrixProduct() {
        OnnxOps o = new OnnxOps(name -> new float[0]);
        o.graph.addInput(value("a", "M", "K"));
        o.graph.addInput(value("b", "K", "N"));
        o.graph.addNode(NodeProto.newBuilder()
                .setOpType("MatMul")
                .addInput("a")
                .addInput("b")
                .addOutput("c"));
        o.graph.addOutput(value("c", "M", "N"));
        return o.model();
    }

    private byte[] model() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("sunstone")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    @Override
    public String conv(String x, String name, int in, int out, int kernel, int stride) {
        int p = kernel / 2;
        return node(
                "Conv",
                List.of(x, weight(name + ".w", out, in, kernel, kernel), weight(name + ".b", out)),
                ints("kernel_shape", kernel, kernel),
                ints("strides", stride, stride),
                ints("pads", p, p, p, p));
    }

    @Override
    public String linear(String x, String name, int in, int out) {
        return node("Gemm", List.of(x, weight(name + ".w", out, in), weight(name + ".b", out)), integer("transB", 1));
    }

    @Override
    public String groupNorm(String x, String name, int channels, int groups) {
        float[] one = new float[groups];
        Arrays.fill(one, 1);
        String r = node("Reshape", List.of(x, longs("groups" + groups, 0, groups, -1)));
        r = node(
                "InstanceNormalization",
                List.of(r, floats("ones" + groups, one, groups), floats("zeros" + groups, new float[groups], groups)),
                real("epsilon", 1e-5f));
        r = node("Reshape", List.of(r, node("Shape", List.of(x))));
        return add(mul(r, weight(name + ".w", 1, channels, 1, 1)), weight(name + ".b", 1, channels, 1, 1));
    }

    @Override
    public String silu(String x) {
        return mul(x, node("Sigmoid", List.of(x)));
    }

    @Override
    public String add(String a, String b) {
        return node("Add", List.of(a, b));
    }

    @Override
    public String sub(String a, String b) {
        return node("Sub", List.of(a, b));
    }

    @Override
    public String mul(String a, String b) {
        return node("Mul", List.of(a, b));
    }

    @Override
    public String div(String a, String b) {
        return node("Div", List.of(a, b));
    }

    @Override
    public String each(Elementwise function, String x) {
        String name = function.name(); // ONNX has them by the same names
        return node(name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT), List.of(x));
    }

    @Override
    public String clamp(String x, float limit) {
        return node("Clip", List.of(x, scalar(-limit), scalar(limit)));
    }

    @Override
    public String constant(float value) {
        return floats("c" + value, new float[] {value}, 1);
    }

    @Override
    public String channels(String x, int from, int to) {
        return slice(x, 1, from, to);
    }

    @Override
    public String concat(List<String> parts) {
        return node("Concat", parts, integer("axis", 1));
    }

    @Override
    public String sum(String x) {
        return node("ReduceSum", List.of(x, longs("axis1", 1)), integer("keepdims", 1));
    }

    @Override
    public String shift(String x, int axis, int distance) {
        int d = Math.abs(distance);
        return distance > 0
                ? node("Concat", List.of(slice(x, axis, d, END), slice(x, axis, -d, END)), integer("axis", axis))
                : node("Concat", List.of(slice(x, axis, 0, d), slice(x, axis, 0, -d)), integer("axis", axis));
    }

    @Override
    public String softmax(String x) {
        return node("Softmax", List.of(x), integer("axis", 1));
    }

    @Override
    public String upsample(String x) {
        return node(
                "Resize",
                List.of(x, "", floats("twice", new float[] {1, 1, 2, 2}, 4)),
                text("mode", "nearest"),
                text("coordinate_transformation_mode", "asymmetric"),
                text("nearest_mode", "floor"));
    }

    @Override
    public String spaceToDepth(String x, int channels, int p) {
        return node("SpaceToDepth", List.of(x), integer("blocksize", p));
    }

    @Override
    public String depthToSpace(String x, int channels, int p) {
        return node("DepthToSpace", List.of(x), integer("blocksize", p), text("mode", "DCR"));
    }

    @Override
    public String attention(String qkv, int channels, int heads) {
        int depth = channels / heads;
        String r = node("Reshape", List.of(qkv, longs("heads" + heads + "x" + depth, 0, 3L * heads, depth, -1)));
        String q = node("Transpose", List.of(slice(r, 1, 0, heads)), ints("perm", 0, 1, 3, 2));
        q = mul(q, constant((float) (1 / Math.sqrt(depth))));
        String a = node(
                "Softmax", List.of(node("MatMul", List.of(q, slice(r, 1, heads, 2 * heads)))), integer("axis", -1));
        String v = node(
                "MatMul",
                List.of(slice(r, 1, 2 * heads, 3 * heads), node("Transpose", List.of(a), ints("perm", 0, 1, 3, 2))));
        // [N, heads, depth, H W] back to [N, C, H, W]: the shape of qkv with a third of its channels
        String shape = node("Div", List.of(node("Shape", List.of(qkv)), longs("third", 1, 3, 1, 1)));
        return node("Reshape", List.of(v, shape));
    }

    @Override
    public String perImage(String t) {
        return node("Unsqueeze", List.of(t, longs("axes123", 1, 2, 3)));
    }

    @Override
    public String perChannel(String x) {
        return node("Unsqueeze", List.of(x, longs("axes23", 2, 3)));
    }

    @Override
    public String timeFeatures(String t, int half) {
        String column = node("Unsqueeze", List.of(t, longs("axes1", 1)));
        String a = mul(column, floats("frequencies", NetworkOps.frequencies(half), 1, half));
        return concat(List.of(sin(a), cos(a)));
    }

    private String slice(String x, int axis, long from, long to) {
        return node("Slice", List.of(x, longs("at" + from, from), longs("at" + to, to), longs("axis" + axis, axis)));
    }

    private String scalar(float v) {
        return floats("s" + v, new float[] {v});
    }

    private String weight(String name, long... dims) {
        return floats(name, weights.apply(name), dims);
    }

    private String node(String op, List<String> inputs, AttributeProto... attributes) {
        String out = op + "_" + nodes++;
        graph.addNode(NodeProto.newBuilder()
                .setOpType(op)
                .setName(out)
                .addAllInput(inputs)
                .addOutput(out)
                .addAllAttribute(Arrays.asList(attributes)));
        return out;
    }

    private String floats(String name, float[] v, long... dims) {
        if (written.add(name)) {
            ByteBuffer b = ByteBuffer.allocate(4 * v.length).order(ByteOrder.LITTLE_ENDIAN);
            b.asFloatBuffer().put(v);
            TensorProto.Builder t = TensorProto.newBuilder()
                    .setName(name)
                    .setDataType(TensorProto.DataType.FLOAT.getNumber())
                    .setRawData(ByteString.copyFrom(b.array()));
            for (long d : dims) {
                t.addDims(d);
            }
            graph.addInitializer(t);
        }
        return name;
    }

    private String longs(String name, long... v) {
        if (written.add(name)) {
            TensorProto.Builder t = TensorProto.newBuilder()
                    .setName(name)
                    .setDataType(TensorProto.DataType.INT64.getNumber())
                    .addDims(v.length);
            for (long x : v) {
                t.addInt64Data(x);
            }
            graph.addInitializer(t);
        }
        return name;
    }

    private static AttributeProto ints(String name, long... v) {
        AttributeProto.Builder b = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long x : v) {
            b.addInts(x);
        }
        return b.build();
    }

    private static AttributeProto integer(String name, long v) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(v)
                .build();
    }

    private static AttributeProto real(String name, float v) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(v)
                .build();
    }

    private static AttributeProto text(String name, String v) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(v))
                .build();
    }

    private static ValueInfoProto value(String name, Object... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object d : dims) {
            TensorShapeProto.Dimension.Builder b = TensorShapeProto.Dimension.newBuilder();
            if (d instanceof String s) {
                b.setDimParam(s);
            } else {
                b.setDimValue(((Number) d).longValue());
            }
            shape.addDim(b);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}

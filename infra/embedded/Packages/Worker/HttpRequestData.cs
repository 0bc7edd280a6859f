namespace Microsoft.Azure.Functions.Worker.Http;

public abstract class HttpRequestData
{
    public HttpRequestData(FunctionContext functionContext) => FunctionContext = functionContext;

    public FunctionContext FunctionContext { get; }

    public abstract Stream Body { get; }

    public abstract Uri Url { get; }

    public abstract string Method { get; }
}

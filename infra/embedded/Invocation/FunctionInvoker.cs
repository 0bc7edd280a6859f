using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Invocation;

/// <summary>Runs functions: a scope and an instance for each invocation, the app's middleware around it.</summary>
internal sealed class FunctionInvoker
{
    private readonly IServiceProvider _services;
    private readonly FunctionExecutionDelegate _pipeline;

    public FunctionInvoker(IServiceProvider services, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        _services = services;
        FunctionExecutionDelegate pipeline = CallAsync;
        for (var i = middleware.Count - 1; i >= 0; i--)
        {
            pipeline = middleware[i](pipeline);
        }
        _pipeline = pipeline;
    }

    public async Task<object?> InvokeAsync(FunctionDescriptor function, InvocationRequest request, CancellationToken cancellationToken)
    {
        using var activity = HostActivity.Source.StartActivity(function.Name);
        await using var scope = _services.CreateAsyncScope();
        var context = new EmbeddedFunctionContext(function, request, scope.ServiceProvider, cancellationToken);
        if (request.HttpContext is { } http)
        {
            context.Items["HttpRequestContext"] = http;
        }
        await _pipeline(context);
        return context.Result;
    }

    private static async Task CallAsync(FunctionContext context)
    {
        var own = (EmbeddedFunctionContext)context;
        var function = own.Function;
        var arguments = new object?[function.Parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = await BindAsync(function.Parameters[i], own);
        }
        var instance = function.Method.IsStatic
            ? null
            : ActivatorUtilities.CreateInstance(context.InstanceServices, function.Method.DeclaringType!);
        try
        {
            own.Result = await Unwrap(Call(function, instance, arguments));
        }
        finally
        {
            if (instance is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
            else
            {
                (instance as IDisposable)?.Dispose();
            }
        }
    }

    private static object? Call(FunctionDescriptor function, object? instance, object?[] arguments)
    {
        try
        {
            return function.Invoker.Invoke(instance, arguments.AsSpan());
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    private static ValueTask<object?> BindAsync(ParameterInfo parameter, EmbeddedFunctionContext context)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return ValueTask.FromResult<object?>(context);
        }
        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return ValueTask.FromResult<object?>(context.CancellationToken);
        }
        if (parameter.IsDefined(typeof(DurableClientAttribute)))
        {
            return ValueTask.FromResult<object?>(context.InstanceServices.GetRequiredService<IDurableClientSource>().Client);
        }

        return context.Request.Bind(parameter, context);
    }

    private static async ValueTask<object?> Unwrap(object? returned)
    {
        switch (returned)
        {
            case null:
                return null;
            case Task task:
                await task;
                return ResultOf(task);
            case ValueTask task:
                await task;
                return null;
        }

        var type = returned.GetType();
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(ValueTask<>))
        {
            return returned;
        }
        var inner = (Task)type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null)!;
        await inner;
        return ResultOf(inner);
    }

    private static object? ResultOf(Task task)
    {
        for (var type = task.GetType(); type is not null; type = type.BaseType)
        {
            if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Task<>))
            {
                continue;
            }

            // An async method that returns plain Task still runs as a Task<VoidTaskResult>.
            return type.GenericTypeArguments[0].FullName == "System.Threading.Tasks.VoidTaskResult"
                ? null
                : type.GetProperty(nameof(Task<>.Result))!.GetValue(task);
        }

        return null;
    }
}

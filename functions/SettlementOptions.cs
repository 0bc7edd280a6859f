using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Settlement.Functions.Completeness;
using Settlement.Functions.Identity;
using Settlement.Functions.Ingestion;
using Settlement.Runs.Retention;
using Settlement.Runs.Scheduling;
using Settlement.Runs.Verification;

namespace Settlement.Functions;

/// <summary>Binds the settings, each section once. The host validates them when it starts, and does not start with wrong ones.</summary>
internal static class SettlementOptions
{
    public static void AddSettlementOptions(this IServiceCollection services)
    {
        Add<CompletenessOptions, CompletenessOptionsValidator>(services, CompletenessOptions.Section);
        Add<EventHubOptions, EventHubOptionsValidator>(services, EventHubOptions.Section);
        Add<IdentityOptions, IdentityOptionsValidator>(services, IdentityOptions.Section);
        services
            .AddOptions<IdentityOptions>()
            .Configure<IConfiguration>(
                (options, settings) => options.IsAuthenticated = settings.GetValue<bool>(IdentityOptions.AuthenticationSetting)
            );
        Add<LedgerOptions, LedgerOptionsValidator>(services, LedgerOptions.Section);
        Add<RetentionOptions, RetentionOptionsValidator>(services, RetentionOptions.Section);
        Add<SchedulingOptions, SchedulingOptionsValidator>(services, SchedulingOptions.Section);
        Add<VerificationOptions, VerificationOptionsValidator>(services, VerificationOptions.Section);
    }

    private static void Add<TOptions, TValidator>(IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
    }
}

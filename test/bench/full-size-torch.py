"""One SD 1.5 picture with diffusers on torch's CPU, float32, from a single file and a LoRA, without any network.

    python full-size-torch.py CHECKPOINT LORA JOB.json LATENT.bin

JOB.json: {ids, steps, eta, seed, width, height}. Prints one line of JSON with seconds and bytes, and writes the final latent
as float32. For test/bench/full-size.ts.
"""

import json
import os
import resource
import sys
import tempfile
import time

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"

import torch
from diffusers import AutoencoderKL, StableDiffusionPipeline, TCDScheduler, UNet2DConditionModel
from safetensors import safe_open
from transformers import CLIPTextConfig, CLIPTextModel

CLIP_PREFIX = "cond_stage_model.transformer."


def load_text_encoder(path):
    config = CLIPTextConfig(
        vocab_size=49408, hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12,
        max_position_embeddings=77, hidden_act="quick_gelu", projection_dim=768,
        bos_token_id=49406, eos_token_id=2, pad_token_id=1,
    )
    encoder = CLIPTextModel(config)
    expected = set(encoder.state_dict())
    prefix = CLIP_PREFIX if any(key.startswith("text_model.") for key in expected) else CLIP_PREFIX + "text_model."
    with safe_open(path, "pt") as file:
        keys = [key for key in file.keys() if key.startswith(prefix)]
        state = {key[len(prefix):]: file.get_tensor(key).float() for key in keys}
    state.pop("text_model.embeddings.position_ids", None)
    state.pop("embeddings.position_ids", None)
    result = encoder.load_state_dict(state, strict=False)
    missing = [key for key in result.missing_keys if "position_ids" not in key]
    if missing or result.unexpected_keys:
        sys.exit(f"the text encoder does not fit: {missing[:3]} {result.unexpected_keys[:3]}")
    return encoder.eval()


def write_configs(folder):
    with torch.device("meta"):
        unet = UNet2DConditionModel(sample_size=64, cross_attention_dim=768, attention_head_dim=8)
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4, sample_size=512,
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
            scaling_factor=0.18215,
        )
    unet.save_config(os.path.join(folder, "unet"))
    vae.save_config(os.path.join(folder, "vae"))


def load_pipeline(path, lora):
    with tempfile.TemporaryDirectory() as configs:
        write_configs(configs)
        local = {"config": configs, "local_files_only": True, "torch_dtype": torch.float32}
        unet = UNet2DConditionModel.from_single_file(path, subfolder="unet", **local)
        vae = AutoencoderKL.from_single_file(path, subfolder="vae", **local)
    scheduler = TCDScheduler(
        num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
        clip_sample=False, set_alpha_to_one=False, steps_offset=1, timestep_spacing="trailing",
    )
    pipeline = StableDiffusionPipeline(
        vae=vae, text_encoder=load_text_encoder(path), tokenizer=None, unet=unet, scheduler=scheduler,
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )
    pipeline.load_lora_weights(os.path.dirname(lora), weight_name=os.path.basename(lora))
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


@torch.no_grad()
def main():
    checkpoint, lora, job_path, latent_path = sys.argv[1:]
    with open(job_path) as file:
        job = json.load(file)
    started = time.perf_counter()
    pipeline = load_pipeline(checkpoint, lora)
    loaded = time.perf_counter()
    embeddings = pipeline.text_encoder(torch.tensor([job["ids"]]))[0]
    encoded = time.perf_counter()
    latent = pipeline(
        prompt_embeds=embeddings, num_inference_steps=job["steps"], guidance_scale=0, eta=job["eta"],
        width=job["width"], height=job["height"], generator=torch.Generator("cpu").manual_seed(job["seed"]),
        output_type="latent",
    ).images
    denoised = time.perf_counter()
    picture = pipeline.vae.decode(latent / pipeline.vae.config.scaling_factor).sample
    decoded = time.perf_counter()
    if not torch.isfinite(picture).all():
        sys.exit("torch's picture has values that are not finite")
    latent.contiguous().numpy().tofile(latent_path)
    print(json.dumps({
        "load": loaded - started, "text": encoded - loaded, "denoise": denoised - encoded, "decode": decoded - denoised,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "deviation": float(picture.std()),
    }))


main()
